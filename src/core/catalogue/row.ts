/** `fix`: try again after correcting it. `later`: the same request may succeed. `never`: it cannot. */
export type Retry = "never" | "later" | "fix";

export interface ErrorRow {
  /** HTTP status. */
  status: number;
  retry: Retry;
  /** One sentence; `{name}` is filled from the error's details. */
  en: string;
  zh: string;
}

export const row = (status: number, retry: Retry, en: string, zh: string): ErrorRow => ({
  status,
  retry,
  en,
  zh,
});
