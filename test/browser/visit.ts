import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type Page, chromium } from "playwright-core";
import { configFrom } from "../../src/config.ts";
import { type RunningGateway, startGateway } from "../../src/main.ts";
import { foundCity } from "../../src/ops/city.ts";

/** Chromium asks its maker's hosts at every start unless told otherwise; the tests would be slow offline. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What went wrong while a page was looked at. */
export interface Noticed {
  console: string[];
  /** Requests to any other host. */
  elsewhere: string[];
  failed: string[];
}

/** A gateway with the sample city, and a browser in front of it. */
export class Visitor {
  readonly #folder: string;
  readonly #running: RunningGateway;
  readonly #browser: Browser;

  private constructor(folder: string, running: RunningGateway, browser: Browser) {
    this.#folder = folder;
    this.#running = running;
    this.#browser = browser;
  }

  static async arrive(): Promise<Visitor> {
    const folder = mkdtempSync(join(tmpdir(), "suyuan-browser-"));
    const config = configFrom({ data: join(folder, "data"), port: 0, city: "sample" }, {});
    const running = await startGateway(config, () => undefined);
    await foundCity(running.gateway);
    const executablePath = process.env["SUYUAN_CHROMIUM"] ?? "/usr/bin/chromium";
    return new Visitor(folder, running, await chromium.launch({ executablePath, args: FLAGS }));
  }

  async leave(): Promise<void> {
    await this.#browser.close();
    await this.#running.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Opens a path in a window of this width, in a fresh browser profile. */
  async open(path: string, width: number): Promise<{ page: Page; noticed: Noticed }> {
    const context = await this.#browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const noticed = watch(page, this.#running.url);
    await page.goto(this.#running.url + path, { waitUntil: "networkidle" });
    return { page, noticed };
  }

  /** The administrator's key of the sample city. */
  get key(): string {
    return this.#running.gateway.directory.file("admin.key");
  }

  /** Set SUYUAN_SCREENSHOTS to a folder to look at what the tests saw. */
  async picture(page: Page, name: string): Promise<void> {
    const folder = process.env["SUYUAN_SCREENSHOTS"];
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
}

function watch(page: Page, home: string): Noticed {
  const noticed: Noticed = { console: [], elsewhere: [], failed: [] };
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") noticed.console.push(m.text());
  });
  page.on("pageerror", (error) => noticed.console.push(error.message));
  page.on("request", (r) => {
    if (new URL(r.url()).origin !== home) noticed.elsewhere.push(r.url());
  });
  page.on("requestfailed", (r) => noticed.failed.push(r.url()));
  page.on("response", (r) => {
    if (r.status() >= 400) noticed.failed.push(`${r.status()} ${r.url()}`);
  });
  return noticed;
}
