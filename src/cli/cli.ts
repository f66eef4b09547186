import { type Language } from "../core/text.ts";
import { Api } from "./api.ts";
import { settingsFrom, type GlobalOptions, type Settings } from "./settings.ts";

/** What every command works with: the words, the output and the gateway. */
export class Cli {
  readonly language: Language;
  /** Answers are for programs: one JSON document on stdout. */
  readonly json: boolean;
  exitCode = 0;
  #settings: Settings | undefined;
  #api: Api | undefined;

  constructor(language: Language, json: boolean) {
    this.language = language;
    this.json = json;
  }

  /** The wording of the chosen language. */
  readonly t = (zh: string, en: string): string => (this.language === "zh" ? zh : en);

  use(options: GlobalOptions): void {
    this.#settings = settingsFrom(options, process.env);
  }

  get settings(): Settings {
    return this.#settings!;
  }

  get api(): Api {
    return (this.#api ??= new Api({ ...this.settings.gateway(), language: this.language }));
  }

  /** The answer itself for programs, its text for people. */
  print(answer: unknown, text: string): void {
    this.write(this.json ? JSON.stringify(answer, null, 2) : text);
  }

  write(text: string): void {
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  /** Beside the answer, so that stdout stays what was asked for. */
  note(line: string): void {
    process.stderr.write(`${line}\n`);
  }
}
