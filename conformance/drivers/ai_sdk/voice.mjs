// Speech and transcripts in the words of the SDK.

import { bodyOf, model, some, withOptions } from "./pieces.mjs";
import { inexpressible } from "./problems.mjs";

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
        ...some({
          voice: body.voice_id,
          outputFormat: format.codec,
          speed: body.speed,
          language: body.language,
        }),
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

const FIELDS = [
  "audio_format",
  "sample_rate",
  "language",
  "format",
  "multichannel",
  "channels",
  "diarize",
  "keyterm",
  "filler_words",
];
const STREAMED = [
  "encoding",
  "sample_rate",
  "language",
  "keyterm",
  "diarize",
  "filler_words",
  "multichannel",
  "channels",
  "interim_results",
  "endpointing",
  "smart_turn",
  "smart_turn_timeout",
];

/** Operations on voice, as in `spoken.mjs`. */
export const VOICE = {
  createSpeech: {
    needs: ["generateSpeech"],
    arguments: [
      "text",
      "language",
      "voice_id",
      "speed",
      "optimize_streaming_latency",
      "text_normalization",
      "with_timestamps",
      "output_format",
      "output_format.codec",
      "output_format.sample_rate",
      "output_format.bit_rate",
    ].map((name) => `body.${name}`),
    speak: createSpeech,
  },
  transcribe: {
    needs: [TRANSCRIBE],
    arguments: ["file.content", ...FIELDS.map((name) => `fields.${name}`)],
    speak: transcribe,
  },
  "sdk.streamTranscription": {
    needs: [STREAM],
    arguments: ["content", "chunk", ...STREAMED],
    speak: streamTranscription,
  },
};
