// Prints what AsyncAPI's own parser finds wrong with the documents named, and fails if it finds an error.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const ERROR = 0;
const parser = new Parser();
let errors = 0;
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await parser.parse(readFileSync(file, "utf8"), { source: file });
  const found = diagnostics.filter((each) => each.severity === ERROR);
  for (const each of found) console.log(`${file}: ${each.path.join("/")}: ${each.message}`);
  errors += found.length;
  if (document) console.log(`${file}: AsyncAPI ${document.version()}, ${document.messages().length} messages`);
}
process.exit(errors ? 1 : 0);
