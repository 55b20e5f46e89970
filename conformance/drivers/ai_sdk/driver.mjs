// The driver of `@ai-sdk/xai` with `ai`: documented operations, carried out as a user of both would.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";

import * as ai from "ai";
import * as provider from "@ai-sdk/xai";
import WebSocket from "ws";

import { packed, unpacked } from "./binaries.mjs";
import { Piece } from "./pieces.mjs";
import { Failure, inexpressible, told, unsupported } from "./problems.mjs";
import { written } from "./programs.mjs";
import { OPERATIONS, WORDS } from "./spoken.mjs";
import { ANSWERS, TOLD_BY, without } from "./told.mjs";
import { Chunks } from "./voice.mjs";

const PACKAGE = "@ai-sdk/xai";
// The output carries answers: what the SDK prints is for people.
console.log = console.info = console.error;
globalThis.AI_SDK_LOG_WARNINGS = false;
delete process.env.XAI_API_KEY; // so that no client has a key but the one it is given

const clients = new Map();
// What a version without a way to ask for the status has told of a video at once, to whom it was told.
const videos = new Map();
let target,
  scratch,
  lacking = new Set(), // fields that this version never tells
  sent = 0;

/** The version of an installed package; its exports may hide package.json, and its entry lies below the folder. */
function versionOf(name) {
  for (const folder of createRequire(import.meta.url).resolve.paths(name)) {
    try {
      return JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8")).version;
    } catch {
      // not in this folder
    }
  }
  return "";
}

function client(identity) {
  if (!clients.has(identity)) {
    const counted = (...request) => {
      sent += 1;
      return globalThis.fetch(...request);
    };
    class Socket extends WebSocket {
      constructor(...options) {
        sent += 1;
        super(...options);
      }
    }
    const apiKey = target.keys[identity];
    clients.set(
      identity,
      provider.createXai({ baseURL: `${target.base_url}/v1`, apiKey, fetch: counted, webSocket: Socket }),
    );
  }
  return clients.get(identity);
}

/** A function by the name that calls have for it; undefined where this version has none. */
function named(name, xai) {
  if (name === "transcribe" || name === "generateSpeech") return ai[name] ?? ai[`experimental_${name}`];
  if (!name.startsWith("files.")) return ai[name];
  const files = typeof xai.files === "function" ? xai.files() : undefined;
  return files?.[name.slice("files.".length)]?.bind(files);
}

const KINDS = {
  generateImage: "image",
  editImage: "image",
  createSpeech: "speech",
  transcribe: "transcription",
  uploadFile: "files",
};

const has = (name) => typeof ai[name] === "function";

/** What can be expressed with the functions that this version has. */
function argumentsOf({ arguments: all, without: fewer = {} }) {
  const gone = Object.keys(fewer).find((name) => !has(name));
  return gone === undefined ? all : fewer[gone];
}

function implemented() {
  const xai = provider.createXai({ baseURL: "http://127.0.0.1", apiKey: "none" });
  const code = readFileSync(fileURLToPath(import.meta.resolve(PACKAGE)), "utf8");
  const expressible = (name) =>
    Object.entries(WORDS).every(([place, word]) => !name.startsWith(place) || code.includes(word));
  const there = Object.entries(OPERATIONS).filter(([operation, { needs, word = "" }]) => {
    const kind = operation.endsWith("Video")
      ? "video"
      : operation === "sdk.streamTranscription"
        ? "transcription"
        : (KINDS[operation] ?? "files");
    return typeof xai[kind] === "function" && code.includes(word) && needs.some((name) => named(name, xai));
  });
  lacking = new Set(Object.keys(TOLD_BY).filter((name) => !code.includes(TOLD_BY[name])));
  const isTold = (name) => !name.split(".").some((part) => lacking.has(part));
  return Object.fromEntries(
    there.map(([operation, known]) => [
      operation,
      {
        arguments: argumentsOf(known).filter(expressible),
        results: ANSWERS[operation].results.filter(isTold),
      },
    ]),
  );
}


/** The value of an argument: pieces are made, streams begin. */
function real(value, xai) {
  if (value instanceof Piece) return value.make(xai);
  if (value instanceof Chunks) return value.stream();
  if (Array.isArray(value)) return value.map((each) => real(each, xai));
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, real(each, xai)]));
}

async function called({ name, args }, xai) {
  return named(name, xai)(...args.map((each) => real(each, xai)));
}

async function carriedOut({ operation, identity, arguments: given }) {
  const known = OPERATIONS[operation];
  if (!known || !(operation in ready.implements))
    throw unsupported(`${PACKAGE} ${ready.version} has no ${operation}`);
  const before = sent;
  try {
    if (operation === "getVideo" && !has("experimental_getVideoStatus")) {
      const told = videos.get(`${identity} ${given.request_id}`);
      if (told === undefined) throw unsupportedJob(given.request_id);
      return told;
    }
    const answer = await called(known.speak(given, has), client(identity));
    const result = without(await ANSWERS[operation].read(answer, given), lacking);
    sayWhatItCannot(await answer.warnings); // of a stream they are known when it has been read
    if (result.request_id && !has("experimental_startVideo"))
      videos.set(`${identity} ${result.request_id}`, without(ANSWERS.getVideo.read(answer), lacking));
    return result;
  } catch (error) {
    throw told(error, sent > before);
  }
}

/** An SDK that leaves something out and says so has no words for it; one that says nothing has lost it. */
function sayWhatItCannot(warnings) {
  const missing = warnings?.find?.(({ type }) => /^unsupported(-setting)?$/.test(type));
  if (!missing) return;
  const what = missing.feature ?? missing.setting; // the older word for it
  throw inexpressible(`${PACKAGE} warns that it leaves out ${what}: ${missing.details ?? ""}`);
}

const unsupportedJob = (id) =>
  new Failure("unsupported", `${PACKAGE} asks for videos only while it makes them, and did not make ${id} so`, {
    code: "value",
  });

const ready = {
  protocol: 1,
  name: PACKAGE,
  version: versionOf(PACKAGE),
  language: "javascript",
  runtime: `Node ${process.versions.node}, ai ${versionOf("ai")}`,
  implements: {},
  features: ["programs"],
};

async function answered(said) {
  switch (said.command) {
    case "start":
      ({ target, scratch } = said);
      ready.implements = implemented();
      return { ready };
    case "call":
      try {
        return {
          id: said.id,
          result: packed(await carriedOut({ ...said, arguments: unpacked(said.arguments) }), scratch),
        };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return { id: said.id, error: error.told };
      }
    case "program":
      return {
        program: {
          language: "javascript",
          extension: "mjs",
          text: written(unpacked(said.calls), has, [ready.version, versionOf("ai")]),
        },
      };
    case "reset":
      clients.clear();
      videos.clear();
      return { reset: true };
    default:
      throw new Error(`no such command: ${said.command}`);
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const said = JSON.parse(line);
  if (said.command === "stop") break;
  process.stdout.write(`${JSON.stringify(await answered(said))}\n`);
}
process.exit(0);
