// Documented operations in the SDK's words: which function, with which arguments.
//
// A call is {name, args}. `name` is a function of `ai`, or of `xai.files()` if it begins with `files.`. Arguments are
// plain values, among which a `Piece` is made by the provider: it knows how, and how that is written in a program.

import { Piece, bodyOf, model, some, withOptions } from "./pieces.mjs";
import { inexpressible } from "./problems.mjs";
import { VOICE } from "./voice.mjs";

const FILES = new Piece("$.files()", (xai) => xai.files());

/** The address of a source. */
function addressOf(source, name) {
  if (typeof source !== "object" || Array.isArray(source))
    throw inexpressible(`@ai-sdk/xai has no words for ${name} that is no object`);
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
  return (
    some({
      filename: options.filename,
      expiresAfter: options.expires_after,
      publicUrl:
        typeof published === "object" ? (some({ expiresAfter: published.expires_after }) ?? {}) : published,
    }) ?? {}
  );
}

// The function before it could edit, when images had no options of xAI's own.
const EARLIER = "experimental_generateImage";
const EARLY = ["body.prompt", "body.model", "body.n"];
const MOST_AT_ONCE = 3; // more images are several requests, unless the function is told otherwise

function imageCall(body, prompt, has) {
  const name = has("generateImage") ? "generateImage" : EARLIER;
  if (name === EARLIER && body.n > MOST_AT_ONCE)
    throw inexpressible("this @ai-sdk/xai has no way to ask for as many images in one request");
  return {
    name,
    args: [
      {
        model: model("image", body.model),
        prompt,
        ...some({
          n: body.n,
          maxImagesPerCall: body.n > MOST_AT_ONCE ? body.n : undefined,
          aspectRatio: body.aspect_ratio,
        }),
        ...withOptions({
          resolution: body.resolution,
          user: body.user,
          storageOptions: stored(body.storage_options),
        }),
      },
    ],
  };
}

function generateImage(given, has) {
  const body = bodyOf(given);
  return imageCall(body, body.prompt, has);
}

function editImage(given, has) {
  const body = bodyOf(given);
  if ((body.image === undefined) === (body.images === undefined)) {
    throw inexpressible(
      "@ai-sdk/xai has no words for an edit with both or neither of body.image and body.images",
    );
  }
  const images = body.image ? [addressOf(body.image, "body.image")] : addressesOf(body.images, "body.images");
  return imageCall(body, { text: body.prompt, images }, has);
}

const AT_ONCE = "experimental_generateVideo";
// That call waits to the end and downloads the video, which it refuses where the address is a local one.
const DOWNLOAD = new Piece(
  'async () => ({ data: new Uint8Array(8), mediaType: "video/mp4" })',
  () => async () => ({ data: new Uint8Array(8), mediaType: "video/mp4" }),
);

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
  const prompt =
    body.image === undefined
      ? body.prompt
      : some({ image: addressOf(body.image, "body.image"), text: body.prompt });
  return videoCall(has, body, xai, prompt);
}

const changedVideo = (mode) => (given, has) => {
  const body = bodyOf(given);
  if (body.video === undefined)
    throw inexpressible(`@ai-sdk/xai has no words for ${mode} without body.video`);
  return videoCall(has, body, { mode, videoUrl: addressOf(body.video, "body.video") });
};

function getVideo({ request_id: requestId }) {
  return {
    name: "experimental_getVideoStatus",
    args: [model("video", "grok-imagine-video"), { operation: { requestId } }],
  };
}

function uploadFile({ content, filename, content_type: mediaType, expires_after: expiresAfter }) {
  return {
    name: "uploadFile",
    args: [{ api: FILES, data: content, ...some({ filename, mediaType }), ...withOptions({ expiresAfter }) }],
  };
}

const ofFile =
  (name) =>
  ({ file_id: id }) => ({ name: `files.${name}`, args: [{ file: { xai: id } }] });

const STORAGE = ["", ".filename", ".expires_after", ".public_url", ".public_url.expires_after"].map(
  (name) => `body.storage_options${name}`,
);
const IMAGE = [
  "body.prompt",
  "body.model",
  "body.n",
  "body.aspect_ratio",
  "body.resolution",
  "body.user",
  ...STORAGE,
];
const VIDEO = ["body.prompt", "body.model", ...STORAGE];
/** What can be expressed only where the code of the SDK has this word: older versions pass over what they do not know. */
export const WORDS = {
  "body.storage_options": "storageOptions",
  "body.reference_images": "referenceImageUrls",
};

/**
 * Operation → the functions of which one has to be there, what can be expressed, and how it is spoken. Without a function
 * that `without` names, only those arguments can be.
 */
export const OPERATIONS = {
  uploadFile: {
    needs: ["uploadFile"],
    arguments: ["content", "filename", "content_type", "expires_after"],
    speak: uploadFile,
  },
  retrieveFile: {
    needs: ["files.getFileMetadata"],
    arguments: ["file_id"],
    speak: ofFile("getFileMetadata"),
  },
  retrieveFileContent: {
    needs: ["files.downloadFile"],
    arguments: ["file_id"],
    speak: ofFile("downloadFile"),
  },
  deleteFile: { needs: ["files.deleteFile"], arguments: ["file_id"], speak: ofFile("deleteFile") },
  generateImage: { needs: ["generateImage", EARLIER], without: { generateImage: EARLY }, arguments: IMAGE, speak: generateImage },
  editImage: {
    needs: ["generateImage"],
    arguments: [...IMAGE, "body.image.url", "body.images[].url"],
    speak: editImage,
  },
  generateVideo: {
    needs: ["experimental_startVideo", "experimental_generateVideo"],
    arguments: [
      ...VIDEO,
      "body.duration",
      "body.aspect_ratio",
      "body.resolution",
      "body.user",
      "body.image.url",
      "body.reference_images[].url",
    ],
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
  getVideo: {
    needs: ["experimental_getVideoStatus", "experimental_generateVideo"],
    arguments: ["request_id"],
    speak: getVideo,
  },
  ...VOICE,
};
