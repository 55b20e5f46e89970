// A driver to begin with. It needs Node alone, and takes plain `fetch` for its SDK; docs/drivers.md tells the protocol.
// Replace `carryOut` by calls of your SDK, and let `IMPLEMENTS` say what it has.

import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const FILE = ["id", "object", "filename", "bytes", "created_at", "expires_at", "purpose"];
FILE.push("public_url", "public_url_expires_at");
const UPLOAD = ["content", "filename", "content_type", "purpose", "expires_after"];
const LIST = ["limit", "order", "sort_by", "pagination_token", "filter"];
const VIDEO = ["status", "progress", "model", "video", "usage", "error"];
// operation: method, path, what a caller can express, what is told of the answer
const OPERATIONS = {
  uploadFile: ["POST", "/v1/files", UPLOAD, FILE],
  listFiles: ["GET", "/v1/files", LIST, ["data", "pagination_token"]],
  retrieveFile: ["GET", "/v1/files/{file_id}", ["file_id"], FILE],
  retrieveFileContent: ["GET", "/v1/files/{file_id}/content", ["file_id"], ["content", "content_type"]],
  deleteFile: ["DELETE", "/v1/files/{file_id}", ["file_id"], ["id", "object", "deleted"]],
  createPublicUrl: ["POST", "/v1/files/{file_id}/public-url", ["file_id", "body"], ["public_url", "expires_at"]],
  revokePublicUrl: ["POST", "/v1/files/{file_id}/public-url/revoke", ["file_id"], ["id", "revoked", "public_url"]],
  generateImage: ["POST", "/v1/images/generations", ["body"], ["data", "usage"]],
  editImage: ["POST", "/v1/images/edits", ["body"], ["data", "usage"]],
  generateVideo: ["POST", "/v1/videos/generations", ["body"], ["request_id"]],
  editVideo: ["POST", "/v1/videos/edits", ["body"], ["request_id"]],
  extendVideo: ["POST", "/v1/videos/extensions", ["body"], ["request_id"]],
  getVideo: ["GET", "/v1/videos/{request_id}", ["request_id"], VIDEO],
};
const IMPLEMENTS = Object.fromEntries(
  Object.entries(OPERATIONS).map(([name, known]) => [name, { arguments: known[2], results: known[3] }]),
);
const INLINE = 64 << 10; // longer bytes go through a file

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Do it, and tell the documented answer as far as the SDK tells it.
async function carryOut(start, operation, identity, args) {
  const [method, template, , told] = OPERATIONS[operation];
  const left = { ...args };
  const address = template.replace(/\{(\w+)\}/, (_, name) => {
    const value = left[name] ?? "";
    delete left[name];
    return encodeURIComponent(value);
  });
  const headers = { authorization: `Bearer ${start.target.keys[identity]}` };
  const request = { method, headers };
  let query = "";
  if (operation === "uploadFile") {
    request.body = form(left);
  } else if ("body" in left) {
    request.body = JSON.stringify(left.body);
    headers["content-type"] = "application/json";
  } else if (Object.keys(left).length > 0) {
    query = `?${new URLSearchParams(left)}`;
  }
  const response = await fetch(start.target.base_url + address + query, request);
  if (!response.ok) throw new Refused(response.status, await response.text());
  const content = Buffer.from(await response.arrayBuffer());
  if (told.includes("content")) {
    return { content: packed(content, start), content_type: response.headers.get("content-type") };
  }
  const answer = content.length > 0 ? JSON.parse(content) : {};
  return Object.fromEntries(Object.entries(answer).filter(([name]) => told.includes(name)));
}

// A multipart body; what configures the upload stands before the file.
function form(args) {
  const body = new FormData();
  for (const name of ["expires_after", "purpose"]) {
    if (name in args) body.append(name, String(args[name]));
  }
  const blob = new Blob([unpacked(args.content)], { type: args.content_type ?? "" });
  body.append("file", blob, args.filename);
  return body;
}

// Bytes, as messages have them.
function packed(content, start) {
  if (content.length <= INLINE) return { base64: content.toString("base64") };
  const path = join(start.scratch, `${randomUUID()}.from-driver`);
  writeFileSync(path, content);
  return { path, size: content.length };
}

// The bytes that a message has, inline or in a file.
function unpacked(value) {
  return "base64" in value ? Buffer.from(value.base64, "base64") : readFileSync(value.path);
}

// The result or the error of a call.
async function called(start, message) {
  const { operation, identity } = message;
  if (!(operation in IMPLEMENTS)) {
    return { error: { kind: "unsupported", message: `${operation} is not there` } };
  }
  try {
    return { result: await carryOut(start, operation, identity, message.arguments) };
  } catch (error) {
    let kind = "unexpected"; // an SDK may throw anything, and the suite has to hear of it
    if (error instanceof Refused) kind = "refused";
    else if (error instanceof TypeError) kind = error.message === "fetch failed" ? "network" : "invalid";
    const type = error?.constructor?.name ?? null;
    return { error: { kind, type, status: error?.status ?? null, message: String(error?.message ?? error) } };
  }
}

const answer = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);
console.log = console.error; // stdout is for answers alone
let start = {};
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const message = JSON.parse(line);
  if (message.command === "start") {
    start = message;
    const who = { name: "template", version: "1.0", language: "javascript", runtime: `Node ${process.version}` };
    answer({ ready: { protocol: 1, ...who, implements: IMPLEMENTS, features: [] } });
  } else if (message.command === "call") {
    answer({ id: message.id, ...(await called(start, message)) });
  } else if (message.command === "reset") {
    answer({ reset: true });
  } else {
    break;
  }
}
process.exit(0);
