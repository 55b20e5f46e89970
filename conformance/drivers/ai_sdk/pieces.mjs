// What calls are made of, and what they are not made of.

import { inexpressible } from "./problems.mjs";

/** A value that is made by code; `$` in the text of a program stands for the provider. */
export class Piece {
  constructor(text, make) {
    this.text = text;
    this.make = make;
  }
}

export const model = (kind, id) =>
  new Piece(`$.${kind}(${id === undefined ? "" : JSON.stringify(id)})`, (xai) => xai[kind](id));
/** Without what is undefined, and without objects that are empty then. */
export function some(object) {
  const kept = Object.entries(object).filter(([, value]) => value !== undefined);
  return kept.length ? Object.fromEntries(kept) : undefined;
}

export const withOptions = (xai) => (some(xai) ? { providerOptions: { xai: some(xai) } } : {});

/** Refuse what the types of the SDK do not have. */
function withoutNull(value, name) {
  if (value === null) throw inexpressible(`@ai-sdk/xai has no null for ${name}`);
  if (typeof value === "object" && !(value instanceof Uint8Array)) {
    for (const [key, each] of Object.entries(value))
      withoutNull(each, Array.isArray(value) ? `${name}[]` : `${name}.${key}`);
  }
}

export function bodyOf({ body }) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw inexpressible("@ai-sdk/xai has no words for a body that is no object");
  }
  withoutNull(body, "body");
  return body;
}
