// Programs that make the calls of a check again with `@ai-sdk/xai`.

import { Piece } from "./pieces.mjs";
import { inexpressible, unsupported } from "./problems.mjs";
import { OPERATIONS } from "./spoken.mjs";
import { Chunks } from "./voice.mjs";

const LONG = 120;
const MOST = 256 << 10; // more bytes than these are told by their beginning and their number
const BEGINNING = 512;
const ROOM = 60; // for arguments on the line of their call
const NOUNS = {
  uploadFile: "file",
  retrieveFile: "file",
  retrieveFileContent: "content",
  deleteFile: "deleted",
  generateImage: "image",
  editImage: "image",
  getVideo: "video",
  createSpeech: "speech",
  transcribe: "transcript",
};
const CLIENTS = {
  first: ["xai", 'process.env.XAI_API_KEY ?? "emulator-key-alpha"'],
  second: ["second", 'process.env.XAI_SECOND_API_KEY ?? "emulator-key-beta"'],
  wrong: ["stranger", '"a-key-that-was-never-issued"'],
  none: ["nobody", "undefined"],
};
const SHOW = `/** Make a call, and print what comes of it. */
async function show(name, call) {
  try {
    const answer = await call();
    console.log(name, "answered", answer);
    return answer;
  } catch (problem) {
    console.log(\`\${name} threw \${problem.name}: \${problem.message}\`);
  }
}`;

const STREAM = "experimental_streamTranscribe";
const HEARD = `/** Listen to the end. */
async function heard(answer) {
  for await (const part of answer.fullStream) console.log(part);
  return { text: await answer.text, segments: await answer.segments, duration: await answer.durationInSeconds };
}`;

/** A value from the answer to an earlier call. */
class Ref {
  constructor(call, path) {
    this.call = call;
    this.path = path;
  }
}

/** The program; `has` tells which functions `ai` has, and the versions are those of the SDK and of `ai`. */
export function written(calls, has, [version, framework]) {
  const known = calls.map((call) => ({ ...call, arguments: withRefs(call.arguments) }));
  const spoken = known.map((call) => {
    if (!(call.operation in OPERATIONS)) throw unsupported(`@ai-sdk/xai has no ${call.operation}`);
    return OPERATIONS[call.operation].speak(call.arguments, has);
  });
  const script = { constants: [], names: new Map() };
  const statements = [];
  let last = "";
  known.forEach((call, number) => {
    const { name, args } = spoken[number];
    if (isTold(call, has)) return;
    const provider = CLIENTS[call.identity][0];
    const source = (value) => sourceOf(value, script, provider, (ref) => expression(known, ref, has));
    const called = name.startsWith("files.") ? `${provider}.${name.replace("files.", "files().")}` : name;
    const short = args.map(source).join(", ");
    const made = `${called}(${short.length > ROOM ? args.map((each) => onLines(each, source)).join(", ") : short})`;
    const shown = `await show("${call.operation}", () => ${name === STREAM ? `heard(${made})` : made})`;
    const polls = name === "experimental_getVideoStatus";
    if (polls && shown === last) return; // polled again: the loop of the first one does that
    last = shown;
    const variable = variableOf(call, number);
    statements.push(`${polls ? "let" : "const"} ${variable} = ${shown};`);
    if (polls)
      statements.push(
        `while (${variable}?.status === "pending") {`,
        "  await setTimeout(1000);",
        `  ${variable} = ${shown};`,
        "}",
      );
  });
  const functions = [
    ...new Set(
      spoken
        .filter((_, number) => !isTold(known[number], has))
        .map(({ name }) => name)
        .filter((name) => !name.startsWith("files.")),
    ),
  ].sort();
  const streams = functions.includes(STREAM);
  const identities = Object.keys(CLIENTS).filter((identity) =>
    known.some((call) => call.identity === identity),
  );
  const parts = [
    `// Calls in which a documented promise of the xAI API did not hold with @ai-sdk/xai.\n//\n// What it needs: npm install @ai-sdk/xai@${version} ai@${framework} ws@8\n// What it speaks to: xai-conformance serve`,
    [
      statements.some((line) => line.includes("setTimeout"))
        ? 'import { setTimeout } from "node:timers/promises";'
        : "",
      'import { createXai } from "@ai-sdk/xai";',
      functions.length ? `import { ${functions.join(", ")} } from "ai";` : "",
      streams ? 'import WebSocket from "ws";' : "",
    ]
      .filter(Boolean)
      .join("\n"),
    'const baseURL = process.env.XAI_BASE_URL ?? "http://127.0.0.1:8080/v1";',
    ...script.constants,
    SHOW,
    streams ? HEARD : "",
    [
      ...identities.map((identity) => {
        const [name, key] = CLIENTS[identity];
        return `const ${name} = createXai({ baseURL, apiKey: ${key}${streams ? ", webSocket: WebSocket" : ""} });`;
      }),
      identities.includes("none") ? "delete process.env.XAI_API_KEY; // nobody has a key" : "",
    ]
      .filter(Boolean)
      .join("\n"),
    statements.join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

const variableOf = (call, number) =>
  `${NOUNS[call.operation] ?? (call.operation.endsWith("Video") ? "job" : "answer")}${number}`;

function withRefs(value) {
  if (Array.isArray(value)) return value.map(withRefs);
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  if (Object.keys(value).join() === "$answer") return new Ref(...value.$answer);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withRefs(each)]));
}

/** Whether a call only asks for what the making of a video has told at once, as in older versions. */
const isTold = ({ operation }, has) => operation === "getVideo" && !has("experimental_getVideoStatus");

/** The source of a value from the answer to an earlier call. */
function expression(known, { call: number, path }, has) {
  const call = known[number];
  if (isTold(call, has))
    return `${variableOf(known[call.arguments.request_id.call], call.arguments.request_id.call)}.providerMetadata.xai.videoUrl`;
  const found = /^data\.(?<at>[0-9]+)\.b64_json$/.exec(path);
  const places = {
    id: ".providerReference.xai",
    bytes: ".byteSize",
    filename: ".filename",
    request_id: ".operation.requestId",
    "video.url": ".videos[0].url",
    "video.file_output.file_id": ".providerMetadata.xai.fileOutput.fileId",
    "video.file_output.public_url": ".providerMetadata.xai.fileOutput.publicUrl",
    text: ".text",
  };
  const place = found ? `.images[${found.groups.at}].base64` : places[path];
  if (place === undefined) throw inexpressible(`a program has no way to ${path} of ${call.operation}`);
  return variableOf(call, number) + place;
}

function sourceOf(value, script, provider, referred) {
  const inner = (each) => sourceOf(each, script, provider, referred);
  if (value === undefined) return "undefined";
  if (value instanceof Ref) return referred(value);
  if (value instanceof Piece) return value.text.replace("$", provider);
  if (value instanceof Chunks) return `ReadableStream.from([${inner(value.content)}])`;
  if (value instanceof Uint8Array)
    return constant(script, "CONTENT", `${Buffer.from(value).toString("base64")}`, () => bytesOf(value));
  if (Array.isArray(value)) return `[${value.map(inner).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(
      ([key, each]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${inner(each)}`,
    );
    return entries.length ? `{ ${entries.join(", ")} }` : "{}";
  }
  const text = JSON.stringify(value);
  return text.length > LONG && typeof value === "string"
    ? constant(script, "TEXT", value, () => lines(value, text))
    : text;
}

/** The source of an object with a line for each of its fields. */
function onLines(value, source) {
  if (value instanceof Piece) return source(value);
  return `{\n${Object.entries(value)
    .map(([key, each]) => `  ${key}: ${source(each)},\n`)
    .join("")}}`;
}

/** The name of a constant above the calls; the same value has one. */
function constant(script, kind, key, source) {
  const known = `${kind} ${key}`;
  if (!script.names.has(known)) {
    const name = `${kind}_${script.names.size + 1}`;
    script.names.set(known, name);
    script.constants.push(`const ${name} = ${source()};`.replace(" = \n", " =\n"));
  }
  return script.names.get(known);
}

function bytesOf(value) {
  const shown = value.length <= MOST ? value : value.subarray(0, BEGINNING);
  const text = `Buffer.from(${lines(Buffer.from(shown).toString("base64"))}, "base64")`;
  if (shown.length === value.length) return text;
  return `Buffer.concat([${text}, Buffer.alloc(${value.length - shown.length})]); // in the run, other bytes stood for these zeros`;
}

function lines(text) {
  const pieces = text.match(/[^]{1,90}/gu) ?? [""];
  return pieces.length === 1
    ? JSON.stringify(text)
    : `\n  ${pieces.map((piece) => JSON.stringify(piece)).join(" +\n  ")}`;
}
