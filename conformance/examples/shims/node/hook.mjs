// Read by Node before an example: documented hosts lead to the emulator, others nowhere.
import dns from "node:dns";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import module from "node:module";
import net from "node:net";

const routes = JSON.parse(fs.readFileSync(process.env.XAI_EXAMPLES_ROUTES, "utf8"));
const note = (record) => fs.appendFileSync(routes.log, JSON.stringify(record) + "\n");
const HERE = /^(localhost|127(\.\d+){3}|\[?::1\]?|::ffff:127(\.\d+){3})$/;

function refused(host) {
  note({ refused: host });
  return new Error(`${host} is not contacted from an example`);
}

// Where an address leads here; others are as they were, and refused when somebody connects.
function led(address) {
  const url = new URL(address);
  const base = routes.hosts[url.hostname];
  if (base === undefined || !/^(https?|wss?):$/.test(url.protocol) || !["", "443"].includes(url.port)) return url;
  const socket = url.protocol.startsWith("ws");
  return new URL((socket ? base.replace(/^http/, "ws") : base) + url.pathname + url.search + url.hash);
}

// What the emulator says of its own addresses is said as documented: some SDKs go by the name of the host.
function documented(text) {
  for (const [host, base] of Object.entries(routes.hosts)) {
    if (!routes.api.includes(host)) text = text.replaceAll(base + "/", `https://${host}/`);
  }
  return text;
}

// --- fetch ---
const plainFetch = globalThis.fetch;
globalThis.fetch = async function fetch(input, options) {
  const asked = input instanceof Request ? input.url : String(input);
  const url = led(asked);
  if (!HERE.test(url.hostname) && /^https?:$/.test(url.protocol)) {
    throw new TypeError("fetch failed", { cause: refused(url.hostname) });
  }
  const target = input instanceof Request ? new Request(url, input) : url;
  const answer = await plainFetch(target, options);
  if (!/json/.test(answer.headers.get("content-type") ?? "")) return answer;
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  const body = [204, 205, 304].includes(answer.status) ? null : documented(await answer.text());
  const said = new Response(body, { status: answer.status, statusText: answer.statusText, headers });
  Object.defineProperty(said, "url", { value: asked });
  return said;
};

// --- http and https, which other libraries use ---
for (const library of [http, https]) {
  for (const name of ["request", "get"]) {
    const original = library[name];
    library[name] = function (first, second, third) {
      const parts = typeof first === "string" || first instanceof URL ? [new URL(first), second, third] : [null, first, second];
      let [url, options, callback] = parts;
      if (typeof options === "function") [options, callback] = [{}, options];
      options = { ...options };
      const host = url?.hostname ?? options.hostname ?? String(options.host ?? "localhost").replace(/:\d+$/, "");
      const base = routes.hosts[host];
      const port = String(url?.port || options.port || "");
      if (base === undefined || !["", "443"].includes(port)) return original.apply(library, arguments);
      const to = new URL(base + (url ? url.pathname + url.search : options.path ?? "/"));
      for (const gone of ["agent", "host", "hostname", "port", "path", "protocol", "servername", "createConnection", "defaultPort", "href", "origin"]) delete options[gone];
      if (options.headers && !Array.isArray(options.headers)) {
        options.headers = Object.fromEntries(Object.entries(options.headers).filter(([key]) => key.toLowerCase() !== "host"));
      }
      return http[name].call(http, to, options, callback);
    };
  }
}

// --- WebSocket: that of Node, where it has one, and that of `ws` ---
function leading(Original) {
  return class WebSocket extends Original {
    constructor(address, ...rest) {
      super(led(address).href, ...rest);
    }
  };
}
if (globalThis.WebSocket) globalThis.WebSocket = leading(globalThis.WebSocket);
const load = module._load;
const wrapped = new Map();
module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== "ws" || typeof loaded !== "function") return loaded;
  if (!wrapped.has(loaded)) {
    const leadingOne = leading(loaded);
    leadingOne.WebSocket = leadingOne;
    wrapped.set(loaded, leadingOne);
  }
  return wrapped.get(loaded);
};
module.register?.(
  "data:text/javascript," +
    encodeURIComponent(`
      export async function resolve(name, context, next) {
        if (name !== "ws" || context.parentURL === undefined || context.parentURL.startsWith("data:")) return next(name, context);
        const found = await next(name, context);
        return { ...found, url: found.url + (found.url.includes("?") ? "&" : "?") + "example", shortCircuit: true };
      }
      export async function load(url, context, next) {
        if (!url.endsWith("example") || !/[/]ws[/]/.test(url)) return next(url, context);
        const source = [
          "import { createRequire } from 'node:module';",
          "const WebSocket = createRequire(" + JSON.stringify(url.split("?")[0]) + ")('ws');",
          "export default WebSocket;",
          "export { WebSocket };",
          "export const { WebSocketServer, Sender, Receiver, createWebSocketStream } = WebSocket;",
        ].join("\\n");
        return { format: "module", source, shortCircuit: true };
      }`),
);

// --- Whatever is left: no connection and no look-up elsewhere ---
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  let [options] = args;
  if (Array.isArray(options)) [options] = options; // as net.connect passes on what it has normalised
  const host = options && typeof options === "object" ? options.host : typeof args[1] === "string" ? args[1] : undefined;
  const path = options && typeof options === "object" ? options.path : undefined;
  if (!path && host !== undefined && host !== null && !HERE.test(host)) throw refused(String(host));
  return connect.apply(this, args);
};
for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) {
  const original = dns[name];
  dns[name] = function (host, ...rest) {
    if (host && !HERE.test(host)) throw refused(String(host));
    return original.call(this, host, ...rest);
  };
}
module.syncBuiltinESMExports();

// --- How the example ends ---
process.on("uncaughtExceptionMonitor", (error, origin) => {
  const shown = error instanceof Error ? error : new Error(String(error));
  const cause = shown.cause instanceof Error ? shown.cause : undefined;
  const last = shown.lastError ?? shown;
  note({
    exception: {
      type: shown.name,
      message: String(shown.message).slice(0, 2000),
      cause: cause ? String(cause.message).slice(0, 500) : "",
      code: typeof shown.code === "string" ? shown.code : "",
      status: Number.isInteger(last.statusCode ?? last.status) ? String(last.statusCode ?? last.status) : null,
      path: typeof shown.path === "string" ? shown.path : "",
      stack: String(shown.stack ?? "").slice(0, 8000),
      origin,
    },
  });
});
