// What the SDK tells, as the documented JSON: its values and no others.

import { Failure } from "./problems.mjs";

const orNull = (value) => (value === undefined ? null : value);
const seconds = (date) => (date === undefined ? null : date.getTime() / 1000);

const file = (answer) => ({
  id: orNull(answer.providerReference?.xai),
  bytes: orNull(answer.byteSize),
  created_at: seconds(answer.createdAt),
  filename: orNull(answer.filename),
  expires_at: seconds(answer.expiresAt),
  purpose: orNull(answer.providerMetadata?.xai?.purpose),
});
const FILE = ["id", "bytes", "created_at", "filename", "expires_at", "purpose"];

async function content(answer) {
  const chunks = [];
  for await (const chunk of answer.content) chunks.push(chunk);
  return {
    content: new Uint8Array(Buffer.concat(chunks)),
    ...(answer.mediaType ? { content_type: answer.mediaType } : {}),
  };
}

const OUTPUT = [
  "file_id",
  "filename",
  "expires_at",
  "public_url",
  "public_url_expires_at",
  "public_url_error",
];
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const output = (given) =>
  given ? Object.fromEntries(OUTPUT.map((name) => [name, orNull(given[camel(name)])])) : null;
const usage = (xai) => (xai?.costInUsdTicks === undefined ? null : { cost_in_usd_ticks: xai.costInUsdTicks });
/** Of images, `ai` tells the costs of each request that it has made. */
const costs = (answer) =>
  usage(answer.calls?.length === 1 ? answer.calls[0].providerMetadata?.xai : answer.providerMetadata?.xai);

function images(answer) {
  const xai = answer.providerMetadata?.xai;
  return {
    data: answer.images.map((image, at) => ({
      b64_json: image.base64,
      // The place where this SDK tells it of videos.
      file_output: output(xai?.images?.[at]?.fileOutput),
      storage_error: orNull(xai?.images?.[at]?.storageError),
    })),
    usage: costs(answer),
  };
}

const STATUSES = { pending: "pending", completed: "done" };

function video(answer) {
  const xai = answer.providerMetadata?.xai;
  if (answer.status === "error") {
    const found = /^Video generation (?:failed: (?<message>.*)|request (?<expired>expired)|failed)/s.exec(
      answer.error,
    );
    if (!found) throw new Failure("failed", answer.error);
    return {
      status: found.groups.expired ?? "failed",
      error: { message: found.groups.message ?? answer.error },
    };
  }
  const status = STATUSES[answer.status] ?? answer.status;
  if (answer.status !== undefined && answer.status !== "completed") return { status };
  return {
    status: status ?? "done",
    progress: orNull(xai?.progress),
    usage: usage(xai),
    video: {
      url: orNull(answer.videos?.[0]?.url ?? xai?.videoUrl ?? xai?.videos?.[0]?.videoUrl),
      duration: orNull(xai?.duration),
      file_output: output(xai?.fileOutput),
      storage_error: orNull(xai?.storageError),
    },
  };
}

function job(answer) {
  return { request_id: orNull(answer.operation?.requestId ?? answer.providerMetadata?.xai?.requestId) };
}

function speech(answer, { body }) {
  if (body.with_timestamps !== true) {
    // `audio.mediaType` is what the SDK takes the bytes for; what the service called them stands with the response.
    const type = answer.responses?.[0]?.headers?.["content-type"];
    return { content: answer.audio.uint8Array, ...(type ? { content_type: type } : {}) };
  }
  const xai = answer.providerMetadata?.xai;
  const times = xai?.audioTimestamps;
  return {
    audio: answer.audio.base64,
    content_type: orNull(xai?.contentType),
    duration: orNull(xai?.duration),
    audio_timestamps: times ? { graph_chars: times.graphChars, graph_times: times.graphTimes } : null,
  };
}

const word = ({ text, startSecond, endSecond }) => ({ text, start: startSecond, end: endSecond });
// No language: an empty one, which the docs allow, and a missing one are the same to this SDK.
const transcript = (answer) => ({
  text: answer.text,
  duration: orNull(answer.durationInSeconds),
  words: answer.segments.map(word),
});

async function streamed(answer) {
  const parts = [];
  for await (const part of answer.fullStream) {
    if (part.type === "error") throw part.error;
    parts.push(part.type);
  }
  return {
    text: await answer.text,
    duration: orNull(await answer.durationInSeconds),
    words: (await answer.segments).map(word),
    parts,
  };
}

/** Fields that are told only where the code of the SDK has this word. */
export const TOLD_BY = { usage: "costInUsdTicks", file_output: "fileOutput", storage_error: "storageError" };

/** A result without fields of these names, at any depth: what a version does not know is not told as missing. */
export function without(value, names) {
  if (!names.size || value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((each) => without(each, names));
  const kept = Object.entries(value).filter(([name]) => !names.has(name));
  return Object.fromEntries(kept.map(([name, each]) => [name, without(each, names)]));
}

const under = (where, names) => names.map((name) => `${where}.${name}`);
const COSTS = ["usage", "usage.cost_in_usd_ticks"];
const IMAGES = {
  results: [
    "data[].b64_json",
    "data[].file_output",
    ...under("data[].file_output", OUTPUT),
    "data[].storage_error",
    ...COSTS,
  ],
  read: images,
};
const JOB = { results: ["request_id"], read: job };
const STORED = { results: FILE, read: file };
const TRANSCRIPT = ["text", "duration", "words[].text", "words[].start", "words[].end"];

/** Operation → the names that the SDK tells, and how they are read from its answer. */
export const ANSWERS = {
  uploadFile: STORED,
  retrieveFile: STORED,
  retrieveFileContent: { results: ["content", "content_type"], read: content },
  deleteFile: {
    results: ["id", "deleted"],
    read: (answer) => ({ id: answer.providerReference.xai, deleted: answer.deleted }),
  },
  generateImage: IMAGES,
  editImage: IMAGES,
  generateVideo: JOB,
  editVideo: JOB,
  extendVideo: JOB,
  getVideo: {
    results: [
      "status",
      "progress",
      ...COSTS,
      ...under("video", ["url", "duration", "file_output", ...under("file_output", OUTPUT), "storage_error"]),
      "error.message",
    ],
    read: video,
  },
  createSpeech: {
    results: ["content", "audio", "content_type", "duration", "audio_timestamps"],
    read: speech,
  },
  transcribe: { results: TRANSCRIPT, read: transcript },
  "sdk.streamTranscription": { results: [...TRANSCRIPT, "parts"], read: streamed },
};
