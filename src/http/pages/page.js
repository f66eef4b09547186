// Runs in the browser: renders /openapi.json. No framework, no other host, nothing inline.
const zh = document.documentElement.lang.startsWith("zh");
const words = zh
  ? {
      fields: "参数",
      body: "请求体",
      answers: "应答",
      errors: "错误",
      try: "试用",
      send: "发送",
      name: "名称",
      what: "说明",
      needed: "必填",
      members: "成员",
    }
  : {
      fields: "Parameters",
      body: "Body",
      answers: "Answers",
      errors: "Errors",
      try: "Try it",
      send: "Send",
      name: "Name",
      what: "What",
      needed: "required",
      members: "Members",
    };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((c) => c !== null));
  return element;
}

let api;

const follow = (schema) =>
  schema?.$ref ? api.components.schemas[schema.$ref.split("/").pop()] : (schema ?? {});

function typeOf(given) {
  const s = follow(given);
  if (s.anyOf) return [...new Set(s.anyOf.map(typeOf))].join(" | ");
  if (s.enum) return s.enum.map((v) => JSON.stringify(v)).join(" | ");
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (s.type === "array") return `${typeOf(s.items)}[]`;
  const name = given?.$ref ? given.$ref.split("/").pop() : s.type;
  const bounds = [s.minLength, s.maxLength].some((v) => v !== undefined)
    ? ` ${s.minLength ?? 0}–${s.maxLength ?? "…"}`
    : "";
  return (name ?? "any") + bounds;
}

function fieldRow(name, schema, required) {
  const s = follow(schema);
  const notes = [
    s.description,
    s.default === undefined ? null : `= ${JSON.stringify(s.default)}`,
    s.pattern,
  ].filter(Boolean);
  return make(
    "tr",
    {},
    make("td", {}, make("code", {}, name), required ? ` ${words.needed}` : ""),
    make("td", {}, make("code", {}, typeOf(schema)), make("div", { class: "quiet" }, notes.join(" · "))),
  );
}

function table(rows) {
  const head = make("tr", {}, make("th", {}, words.name), make("th", {}, words.what));
  return make(
    "div",
    { class: "wide" },
    make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)),
  );
}

function section(title, ...children) {
  return make("section", {}, make("h4", {}, title), ...children);
}

function membersOf(schema) {
  const s = follow(schema);
  const one = s.anyOf ? follow(s.anyOf[0]) : s;
  const rows = Object.entries(one.properties ?? {}).map(([n, m]) =>
    fieldRow(n, m, (one.required ?? []).includes(n)),
  );
  return rows.length > 0 ? table(rows) : null;
}

function curlOf(method, path, operation) {
  const body = operation.requestBody?.content["application/json"].example;
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(exampleOf(operation, name)));
  const lines = [
    `curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${quoted(location.origin + filled)}`,
  ];
  if (!operation.security) lines.push(`-H ${quoted("Authorization: Bearer sy_…")}`);
  if (body !== undefined)
    lines.push(`-H ${quoted("Content-Type: application/json")}`, `-d ${quoted(JSON.stringify(body))}`);
  return lines.join(" \\\n  ");
}

function exampleOf(operation, name) {
  const schema = follow(operation.parameters.find((p) => p.name === name)?.schema);
  return String(schema.examples?.[0] ?? name);
}

function tryIt(method, path, operation) {
  const inputs = (operation.parameters ?? []).map((p) => {
    const field = make("input", { spellcheck: "false", placeholder: String(follow(p.schema).default ?? "") });
    if (p.in === "path") field.value = exampleOf(operation, p.name);
    return { ...p, field };
  });
  const example = operation.requestBody?.content["application/json"].example;
  const body =
    example === undefined ? null : make("textarea", { spellcheck: "false", "aria-label": words.body });
  if (body) body.value = JSON.stringify(example, null, 2);
  const output = make("pre", { hidden: "", "aria-live": "polite" });
  const fields = inputs.map(({ name, field }) => make("label", {}, `${name} `, field));
  const form = make("form", {}, ...fields, body, make("button", {}, words.send), output);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(method, path, inputs, body, output);
  });
  return section(words.try, form);
}

async function send(method, path, inputs, body, output) {
  const headers = { "Accept-Language": zh ? "zh" : "en" };
  const key = document.getElementById("key").value.trim();
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body) headers["Content-Type"] = "application/json";
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, in: place, field } of inputs) {
    if (place === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(field.value));
    else if (field.value !== "" && place === "query") query.set(name, field.value);
    else if (field.value !== "") headers[name] = field.value;
  }
  output.hidden = false;
  output.textContent = "…";
  try {
    const url = filled + (query.size > 0 ? `?${query}` : "");
    const response = await fetch(url, { method: method.toUpperCase(), headers, body: body?.value });
    output.textContent = `${response.status} ${response.statusText}\n${pretty(await response.text())}`;
  } catch (error) {
    output.textContent = String(error);
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function errorsOf(operation) {
  const groups = Object.entries(operation.responses).filter(([, r]) => r["x-codes"]);
  const rows = groups.map(([status, r]) => {
    const links = r["x-codes"].flatMap((c) => [make("a", { href: `/docs/errors#${c}` }, c), " "]);
    return make("tr", {}, make("td", {}, status), make("td", {}, ...links));
  });
  return rows.length > 0 ? table(rows) : null;
}

function answersOf(operation) {
  return Object.entries(operation.responses)
    .filter(([, r]) => !r["x-codes"])
    .flatMap(([status, r]) => {
      const schema = Object.values(r.content ?? {})[0]?.schema;
      return [
        make("p", {}, make("strong", {}, status), ` ${r.description} `, make("code", {}, typeOf(schema))),
        membersOf(schema),
      ];
    });
}

function show(method, path, operation) {
  const title = make(
    "summary",
    {},
    make("span", { class: "method" }, method.toUpperCase()),
    make("code", {}, path),
    ` ${zh ? operation["x-summary-zh"] : operation.summary}`,
  );
  const details = make("details", { id: operation.operationId }, title);
  details.addEventListener("toggle", () => fill(details, method, path, operation), { once: true });
  return details;
}

/** Only what is looked at is built. */
function fill(details, method, path, operation) {
  const parameters = (operation.parameters ?? []).map((p) => fieldRow(p.name, p.schema, p.required));
  const body = operation.requestBody?.content["application/json"];
  const errors = errorsOf(operation);
  details.append(
    ...[
      make("pre", {}, curlOf(method, path, operation)),
      parameters.length > 0 ? section(words.fields, table(parameters)) : null,
      body ? section(words.body, membersOf(body.schema)) : null,
      section(words.answers, ...answersOf(operation)),
      errors ? section(words.errors, errors) : null,
      path === "/v1/events" ? null : tryIt(method, path, operation),
    ].filter(Boolean),
  );
}

function render(filter) {
  const all = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, o]) => ({ method, path, o })),
  );
  const fits = ({ path, o }) => `${path} ${o.summary} ${o["x-summary-zh"]}`.toLowerCase().includes(filter);
  const groups = api.tags.map((tag) => {
    const shown = all.filter((e) => e.o.tags.includes(tag.name) && fits(e));
    return shown.length === 0
      ? null
      : make(
          "section",
          {},
          make("h2", {}, tag.description),
          ...shown.map((e) => show(e.method, e.path, e.o)),
        );
  });
  document.getElementById("operations").replaceChildren(...groups.filter(Boolean));
}

const answer = await fetch("/openapi.json");
api = await answer.json();
render("");
document.getElementById("tools").addEventListener("submit", (event) => event.preventDefault());
document
  .getElementById("filter")
  .addEventListener("input", (event) => render(event.target.value.trim().toLowerCase()));
if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
