#!/usr/bin/env node
// What `suyuan` starts when the checkout is linked: the same as `npm run -s suyuan --`, from any folder.
process.argv.splice(2, 0, "src/cli/suyuan.ts");
await import("./run.mjs");
