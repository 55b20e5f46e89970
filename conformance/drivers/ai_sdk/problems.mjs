// How a call that did not succeed is told: which errors of the SDK mean what.

/** A call did not succeed; `kind` is one of the protocol's. */
export class Failure extends Error {
  constructor(kind, message, { status = null, code = null, type = null } = {}) {
    super(message);
    this.told = { kind, status, code, message, type };
  }
}

/** That the SDK does not have what was asked for. */
export const unsupported = (message) => new Failure("unsupported", message);

/** That the SDK has no words for the value of an argument that it has. */
export const inexpressible = (message) => new Failure("unsupported", message, { code: "value" });

const NOT_FOUND_OUT = /^AI_No(Image|Speech|Transcript|Video)GeneratedError$/;
/** What versions throw that wait for a video to its end. */
const OF_VIDEOS = {
  XAI_VIDEO_GENERATION_ERROR: "malformed",
  XAI_VIDEO_GENERATION_FAILED: "failed",
  XAI_VIDEO_GENERATION_EXPIRED: "failed",
  XAI_VIDEO_GENERATION_TIMEOUT: "timeout",
  XAI_VIDEO_MODERATION_ERROR: "failed",
};
const NO_SENSE = new Set([
  "AI_TypeValidationError",
  "AI_JSONParseError",
  "AI_EmptyResponseBodyError",
  "AI_InvalidResponseDataError",
]);

/** What an error means; `sent` says whether the call had sent a request by then. */
export function told(error, sent) {
  const last = error?.name === "AI_RetryError" && error.lastError ? error.lastError : error;
  const type = last?.name ?? typeof last;
  const message = String(last?.message ?? last);
  if (last instanceof Failure) return last;
  if (type === "AI_APICallError") return ofCall(last, message, type);
  if (type === "AbortError" || type === "TimeoutError") return new Failure("timeout", message, { type });
  if (type === "AI_DownloadError") return new Failure("network", message, { type });
  if (!sent) return new Failure("invalid", message, { type });
  if (NOT_FOUND_OUT.test(type) || NO_SENSE.has(type)) return new Failure("malformed", message, { type });
  if (type in OF_VIDEOS) return new Failure(OF_VIDEOS[type], message, { type });
  if (/content policy/.test(message)) return new Failure("failed", message, { type });
  if (/^(xAI streaming transcription|WebSocket)/i.test(message))
    return new Failure("refused", message, { type });
  return new Failure("unexpected", message, { type });
}

function ofCall(error, message, type) {
  const status = error.statusCode ?? null;
  if (status === null) return new Failure("network", message, { type });
  if (status < 400) return new Failure("malformed", message, { status, type });
  const code = error.data?.error?.code ?? error.data?.code ?? null;
  return new Failure("refused", message, { status, code: code === null ? null : String(code), type });
}
