// Bytes in messages: inline as base64, or in a file of the scratch folder when there are many.

import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const INLINE = 64 << 10;

/** The value with bytes in place of the objects that stand for them. */
export function unpacked(value) {
  if (Array.isArray(value)) return value.map(unpacked);
  if (value === null || typeof value !== "object") return value;
  const names = Object.keys(value).sort().join();
  if (names === "base64") return new Uint8Array(Buffer.from(value.base64, "base64"));
  if (names === "path,size") return new Uint8Array(readFileSync(value.path));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpacked(each)]));
}

/** The JSON of a value in which bytes may stand at any place. */
export function packed(value, scratch) {
  if (value instanceof Uint8Array) {
    if (value.length <= INLINE) return { base64: Buffer.from(value).toString("base64") };
    const path = join(scratch, `${randomUUID()}.from-driver`);
    writeFileSync(path, value);
    return { path, size: value.length };
  }
  if (Array.isArray(value)) return value.map((each) => packed(each, scratch));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, packed(each, scratch)]));
}
