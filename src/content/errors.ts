/** What can go wrong with a file or folder whose content is to be recorded. Codes are stable. */
export type ContentErrorCode =
  | "CONTENT_FILE_MISSING"
  | "CONTENT_FILE_UNREADABLE"
  | "CONTENT_FILE_CHANGED"
  | "CONTENT_NOT_A_FILE"
  | "CONTENT_NOT_A_FOLDER"
  | "CONTENT_FOLDER_EMPTY"
  | "CONTENT_TOO_MANY_ENTRIES"
  | "CONTENT_SYMLINK"
  | "CONTENT_NAMES_COLLIDE"
  | "CONTENT_NAME_NOT_UNICODE"
  | "CONTENT_HASH_UNAVAILABLE"
  | "CONTENT_COMMITMENT_INPUT";

export interface ContentErrorOptions {
  field?: string;
  details?: Record<string, string | number>;
  cause?: unknown;
}

export class ContentError extends Error {
  override readonly name = "ContentError";
  readonly code: ContentErrorCode;
  /** Which input was at fault: "file" unless said otherwise; `value` is what it held, for a file its path. */
  readonly field: string;
  readonly value: string;
  readonly details: Record<string, string | number>;

  constructor(code: ContentErrorCode, value: string, message: string, options: ContentErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.field = options.field ?? "file";
    this.value = value;
    this.details = options.details ?? {};
  }
}

/** The system's answer to opening, reading or listing `path`, in our codes. */
export function fromSystem(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  const system = "code" in error ? String(error.code) : "unknown";
  const options = { details: { system }, cause: error };
  if (system === "ENOENT" || system === "ENOTDIR") return missing(path, options);
  return new ContentError("CONTENT_FILE_UNREADABLE", path, `${path} cannot be read: ${system}`, options);
}

export function missing(path: string, options?: ContentErrorOptions): ContentError {
  return new ContentError("CONTENT_FILE_MISSING", path, `there is no file or folder ${path}`, options);
}
