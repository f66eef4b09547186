import { defineConfig } from "vitest/config";

/** Pages in Debian's Chromium. Run by `npm run test:browser`, not by `npm test`: it needs the browser. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.browser.ts"],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
