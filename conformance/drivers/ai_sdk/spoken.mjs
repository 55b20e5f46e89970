// Documented operations in the SDK's words: which function, with which arguments.
//
// A call is {name, args}. `name` is a function of `ai`, or of `xai.files()` if it begins with `files.`. Arguments are
// plain values, among which a `Piece` is made by the provider: it knows how, and how that is written in a program.

import { inexpressible } from "./problems.mjs";

/** A value that is made by code; `$` in the text of a program stands for the provider. */
export class Piece {
  constructor(text, make) {
    this.text = text;
    this.make = make;
  }
}

const model = (kind, id) =>
  new Piece(`$.${kind}(${id === undefined ? "" : JSON.stringify(id)})`, (xai) => xai[kind](id));
const FILES = new Piece("$.files()", (xai) => xai.files());

/** Without what is undefined, and without objects that are empty then. */
function some(object) {
  const kept = Object.entries(object).filter(([, value]) => value !== undefined);
  return kept.length ? Object.fromEntries(kept) : undefined;
}

const withOptions = (xai) => (some(xai) ? { providerOptions: { xai: some(xai) } } : {});

/** Refuse what the types of the SDK do not have. */
function withoutNull(value, name) {
  if (value === null) throw inexpressible(`@ai-sdk/xai has no null for ${name}`);
  if (typeof value === "object" && !(value instanceof Uint8Array)) {
    for (const [key, each] of Object.entries(value)) withoutNull(each, Array.isArray(value) ? `${name}[]` : `${name}.${key}`);
  }
}

function bodyOf({ body }) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw inexpressible("@ai-sdk/xai has no words for a body that is no object");
  }
  withoutNull(body, "body");
  return body;
}

/** The address of a source. */
function addressOf(source, name) {
  if (typeof source !== "object" || Array.isArray(source)) throw inexpressible(`@ai-sdk/xai has no words for ${name} that is no object`);
  if (source.url === undefined) throw inexpressible(`@ai-sdk/xai has no words for ${name} without a url`);
  return source.url;
}

const addressesOf = (sources, name) => {
  if (!Array.isArray(sources)) throw inexpressible(`@ai-sdk/xai has no words for ${name} that are no list`);
  if (!sources.length) throw inexpressible(`@ai-sdk/xai has no words for ${name} without any`);
  return sources.map((source) => addressOf(source, `${name}[]`));
};

function stored(options) {
  if (options === undefined || typeof options !== "object") return options;
  const { public_url: published } = options;
  return some({
    filename: options.filename,
    expiresAfter: options.expires_after,
    publicUrl: typeof published === "object" ? some({ expiresAfter: published.expires_after }) ?? {} : published,
  }) ?? {};
}

function imageCall(body, prompt) {
  return {
    name: "generateImage",
    args: [
      {
        model: model("image", body.model),
        prompt,
        ...some({ n: body.n, maxImagesPerCall: body.n > 3 ? body.n : undefined, aspectRatio: body.aspect_ratio }),
        ...withOptions({ resolution: body.resolution, user: body.user, storageOptions: stored(body.storage_options) }),
      },
    ],
  };
}

function generateImage(given) {
  const body = bodyOf(given);
  return imageCall(body, body.prompt);
}

function editImage(given) {
  const body = bodyOf(given);
  if ((body.image === undefined) === (body.images === undefined)) {
    throw inexpressible("@ai-sdk/xai has no words for an edit with both or neither of body.image and body.images");
  }
  const images = body.image ? [addressOf(body.image, "body.image")] : addressesOf(body.images, "body.images");
  return imageCall(body, { text: body.prompt, images });
}

const AT_ONCE = "experimental_generateVideo";
// That call waits to the end and downloads the video, which it refuses where the address is a local one.
const DOWNLOAD = new Piece("async () => ({ data: new Uint8Array(8), mediaType: \"video/mp4\" })", () => async () => ({ data: new Uint8Array(8), mediaType: "video/mp4" }));

function videoCall(has, body, xai, prompt = body.prompt) {
  const single = has("experimental_startVideo") ? "experimental_startVideo" : AT_ONCE;
  const options = { ...xai, user: body.user, storageOptions: stored(body.storage_options) };
  return {
    name: single,
    args: [
      {
        model: model("video", body.model),
        prompt,
        ...some({ aspectRatio: body.aspect_ratio, duration: body.duration }),
        ...withOptions(options),
        ...(single === AT_ONCE ? { download: DOWNLOAD } : {}),
      },
    ],
  };
}

function generateVideo(given, has) {
  const body = bodyOf(given);
  const xai = { resolution: body.resolution };
  if (body.reference_images !== undefined) {
    xai.mode = "reference-to-video";
    xai.referenceImageUrls = addressesOf(body.reference_images, "body.reference_images");
  }
  const prompt = body.image === undefined ? body.prompt : some({ image: addressOf(body.image, "body.image"), text: body.prompt });
  return videoCall(has, body, xai, prompt);
}

const changedVideo = (mode) => (given, has) => {
  const body = bodyOf(given);
  if (body.video === undefined) throw inexpressible(`@ai-sdk/xai has no words for ${mode} without body.video`);
  return videoCall(has, body, { mode, videoUrl: addressOf(body.video, "body.video") });
};

function getVideo({ request_id: requestId }) {
  return { name: "experimental_getVideoStatus", args: [model("video", "grok-imagine-video"), { operation: { requestId } }] };
}

function uploadFile({ content, filename, content_type: mediaType, expires_after: expiresAfter }) {
  return {
    name: "uploadFile",
    args: [{ api: FILES, data: content, ...some({ filename, mediaType }), ...withOptions({ expiresAfter }) }],
  };
}

const ofFile = (name) => ({ file_id: id }) => ({ name: `files.${name}`, args: [{ file: { xai: id } }] });

function createSpeech(given) {
  const body = bodyOf(given);
  if (body.language === undefined) throw inexpressible("@ai-sdk/xai always says a body.language");
  const format = body.output_format ?? {};
  return {
    name: "generateSpeech",
    args: [
      {
        model: model("speech"),
        text: body.text,
        ...some({ voice: body.voice_id, outputFormat: format.codec, speed: body.speed, language: body.language }),
        ...withOptions({
          sampleRate: format.sample_rate,
          bitRate: format.bit_rate,
          optimizeStreamingLatency: body.optimize_streaming_latency,
          textNormalization: body.text_normalization,
          withTimestamps: body.with_timestamps,
        }),
      },
    ],
  };
}

const TRUTHS = { true: true, false: false };
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
/** The value of a form's field, which is text on the wire. */
const valued = (text) => (text in TRUTHS ? TRUTHS[text] : NUMBER.test(text) ? Number(text) : text);

function transcribe({ fields = {}, file }) {
  if (file === undefined) throw inexpressible("@ai-sdk/xai has no words for a transcription without a file");
  const said = (name) => (typeof fields[name] === "string" ? valued(fields[name]) : fields[name]);
  return {
    name: TRANSCRIBE,
    args: [
      {
        model: model("transcription"),
        audio: file.content,
        ...withOptions({
          audioFormat: fields.audio_format,
          sampleRate: said("sample_rate"),
          language: fields.language,
          format: said("format"),
          multichannel: said("multichannel"),
          channels: said("channels"),
          diarize: said("diarize"),
          keyterm: fields.keyterm,
          fillerWords: said("filler_words"),
        }),
      },
    ],
  };
}

const TRANSCRIBE = "transcribe";
const STREAM = "experimental_streamTranscribe";
const ENCODINGS = { pcm: "audio/pcm", mulaw: "audio/pcmu", alaw: "audio/pcma" };

function streamTranscription(given) {
  const { content, chunk = 3200, encoding = "pcm", sample_rate: rate = 16000 } = given;
  return {
    name: STREAM,
    args: [
      {
        model: model("transcription"),
        audio: new Chunks(content, chunk),
        inputAudioFormat: { type: ENCODINGS[encoding] ?? encoding, rate },
        ...withOptions({
          language: given.language,
          keyterm: given.keyterm,
          diarize: given.diarize,
          fillerWords: given.filler_words,
          multichannel: given.multichannel,
          channels: given.channels,
          streaming: some({
            interimResults: given.interim_results,
            endpointing: given.endpointing,
            smartTurn: given.smart_turn,
            smartTurnTimeout: given.smart_turn_timeout,
          }),
        }),
      },
    ],
  };
}

/** Bytes that are streamed in pieces. */
export class Chunks {
  constructor(content, size) {
    this.content = content;
    this.size = size;
  }

  stream() {
    const { content, size } = this;
    return new ReadableStream({
      start(controller) {
        for (let at = 0; at < content.length; at += size) controller.enqueue(content.subarray(at, at + size));
        controller.close();
      },
    });
  }
}

const STORAGE = ["", ".filename", ".expires_after", ".public_url", ".public_url.expires_after"].map((name) => `body.storage_options${name}`);
const IMAGE = ["body.prompt", "body.model", "body.n", "body.aspect_ratio", "body.resolution", "body.user", ...STORAGE];
const VIDEO = ["body.prompt", "body.model", ...STORAGE];
const FIELDS = ["audio_format", "sample_rate", "language", "format", "multichannel", "channels", "diarize", "keyterm", "filler_words"];
const STREAMED = ["encoding", "sample_rate", "language", "keyterm", "diarize", "filler_words", "multichannel", "channels", "interim_results", "endpointing", "smart_turn", "smart_turn_timeout"];

/** What can be expressed only where the code of the SDK has this word: older versions pass over what they do not know. */
export const WORDS = { "body.storage_options": "storageOptions", "body.reference_images": "referenceImageUrls" };

/** Operation → the functions of which one has to be there, what can be expressed, and how it is spoken. */
export const OPERATIONS = {
  uploadFile: { needs: ["uploadFile"], arguments: ["content", "filename", "content_type", "expires_after"], speak: uploadFile },
  retrieveFile: { needs: ["files.getFileMetadata"], arguments: ["file_id"], speak: ofFile("getFileMetadata") },
  retrieveFileContent: { needs: ["files.downloadFile"], arguments: ["file_id"], speak: ofFile("downloadFile") },
  deleteFile: { needs: ["files.deleteFile"], arguments: ["file_id"], speak: ofFile("deleteFile") },
  generateImage: { needs: ["generateImage"], arguments: IMAGE, speak: generateImage },
  editImage: { needs: ["generateImage"], arguments: [...IMAGE, "body.image.url", "body.images[].url"], speak: editImage },
  generateVideo: {
    needs: ["experimental_startVideo", "experimental_generateVideo"],
    arguments: [...VIDEO, "body.duration", "body.aspect_ratio", "body.resolution", "body.user", "body.image.url", "body.reference_images[].url"],
    speak: generateVideo,
  },
  editVideo: {
    needs: ["experimental_startVideo", "experimental_generateVideo"],
    word: "videoUrl",
    arguments: [...VIDEO, "body.user", "body.video.url"],
    speak: changedVideo("edit-video"),
  },
  extendVideo: {
    needs: ["experimental_startVideo", "experimental_generateVideo"],
    word: "extend-video",
    arguments: [...VIDEO, "body.duration", "body.video.url"],
    speak: changedVideo("extend-video"),
  },
  getVideo: { needs: ["experimental_getVideoStatus", "experimental_generateVideo"], arguments: ["request_id"], speak: getVideo },
  createSpeech: {
    needs: ["generateSpeech"],
    arguments: ["text", "language", "voice_id", "speed", "optimize_streaming_latency", "text_normalization", "with_timestamps", "output_format", "output_format.codec", "output_format.sample_rate", "output_format.bit_rate"].map((name) => `body.${name}`),
    speak: createSpeech,
  },
  transcribe: { needs: [TRANSCRIBE], arguments: ["file.content", ...FIELDS.map((name) => `fields.${name}`)], speak: transcribe },
  "sdk.streamTranscription": { needs: [STREAM], arguments: ["content", "chunk", ...STREAMED], speak: streamTranscription },
};
