import { z } from "zod";

/** Bytes: `Text.MAX_URL` of the contracts. */
const MAX_URL = 256;

/**
 * Where a gateway answers others: http or https, host, port and a path before which `/v1` comes to stand. No
 * user, query or fragment, since the address is public. Kept as URLs are written, without a last slash.
 */
export const endpointUrl = () =>
  z
    .string()
    .max(MAX_URL, `must have at most ${MAX_URL} bytes`)
    .refine((text) => text === "" || isEndpoint(text), "must be like https://suyuan.example.org, or empty")
    .meta({ examples: ["https://suyuan.example.org"] })
    .transform((text) => (text === "" ? "" : normal(text)))
    .refine((text) => text.length <= MAX_URL, `must have at most ${MAX_URL} bytes`);

export function isEndpoint(text: string): boolean {
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(text)) return false;
  const url = URL.parse(text);
  if (!url) return false;
  const { username, password, search, hash } = url;
  return username + password + search + hash === "" && !/[?#]/.test(text);
}

function normal(text: string): string {
  return new URL(text).href.replace(/\/+$/, "");
}

/** Another machine may listen to plain http, on its way; what a machine says to itself it does not. */
export function isPrivate(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint);
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return protocol === "https:" || isLoopback;
}
