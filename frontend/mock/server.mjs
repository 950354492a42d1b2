/** A stand-in for the server, for looking at the built app: `npm run build && npm run mock`, then open the address.
 *  Everything is in memory. POST /mock/<deed> makes things happen (see `deeds`). */

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import {
  addCommand,
  addConversation,
  addMessage,
  at,
  atlas,
  cardOf,
  commands,
  conversations,
  id,
  me,
  messages,
  people,
  RESULT,
  seed,
} from "./data.mjs";

const PORT = Number(process.env.PORT ?? 8099);
const STATIC = fileURLToPath(new URL("../../static", import.meta.url));
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };
const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws:; object-src 'none'; form-action 'self'";

const sockets = new Set();
const seqs = new Map();
let cursor = 0;
let empty = false;
let failing = null;
let slow = 0;

seed();

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const emit = (frame) => {
  for (const socket of sockets) socket.send(JSON.stringify(frame));
};
function happened(type, topic, data, seq) {
  cursor += 1;
  const number = seq ?? (seqs.get(topic) ?? 0) + 1;
  seqs.set(topic, number);
  emit({ type, topic, seq: number, cursor: String(cursor), data });
}
function post(conversation, sender, text, extra = {}) {
  const message = addMessage(conversation, sender, text, 0, extra);
  happened("message.created", `conversation:${conversation.id}`, message, message.seq);
  return message;
}
function changed(command) {
  command.version += 1;
  happened("command.updated", `command:${command.id}`, command);
  if (!command.message) return;
  const conversation = conversations.get(command.conversation);
  const list = messages.get(conversation.id);
  const message = list.find((one) => one.id === command.message);
  Object.assign(message, { card: structuredClone(cardOf(command)), version: message.version + 1 });
  conversation.seq += 1;
  happened("message.updated", `conversation:${conversation.id}`, message, conversation.seq);
}
async function run(command) {
  Object.assign(command, { state: "running", why: null, started_at: at(0) });
  changed(command);
  for (const task of command.tasks) {
    Object.assign(task, { state: "running", progress: 0, attempt: 1 });
    changed(command);
    for (let part = 1; part <= 4; part += 1) {
      await wait(180);
      emit({
        type: "command.progress",
        topic: `conversation:${command.conversation}`,
        data: { command: command.id, task: task.id, progress: part / 4, detail: null },
      });
    }
    if (command.state !== "running") return;
    Object.assign(task, { state: "succeeded", progress: null, duration_ms: 720 });
    command.progress.done += 1;
    changed(command);
  }
  const base = command.links.self;
  Object.assign(command, { state: "succeeded", finished_at: at(0), result: { text: RESULT } });
  Object.assign(command.links, { last: `${base}/last`, report: `${base}/report`, atlas: `${base}/atlas` });
  changed(command);
}

process.on("uncaughtException", (error) => console.error(error.message));

const page = (results) => ({ results, next: null, previous: null });
const problem = (status, code, title, more = {}) => ({
  status,
  problem: { type: `/problems/${code}`, title, status, detail: title, code, ...more },
});
const fold = (text) => text.toLocaleLowerCase("tr").normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ı", "i");

function send(body) {
  const conversation = conversations.get(body.conversation);
  const known = messages.get(conversation.id).find((one) => one.client_id === body.client_id);
  return known ?? post(conversation, me, body.text, { client_id: body.client_id });
}

const routes = [
  ["GET", /^\/users\/me$/, () => me],
  ["PATCH", /^\/users\/me$/, (_match, body) => Object.assign(me, body)],
  [
    "GET",
    /^\/users\/search$/,
    (_match, _body, query) => {
      const words = fold(query.get("q") ?? "");
      const found = Object.values(people).filter((user) => fold(user.display_name + user.username).includes(words));
      return page(found.map((user) => ({ type: "user", user })));
    },
  ],
  ["GET", /^\/conversations$/, () => page(empty ? [] : [...conversations.values()])],
  [
    "POST",
    /^\/conversations$/,
    (_match, body) => {
      const other = Object.values(people).find((user) => user.id === body.user);
      const known = [...conversations.values()].find(
        (one) => one.kind === "direct" && one.participants.some((part) => part.user.id === body.user),
      );
      return known ?? addConversation("direct", null, [other], 0);
    },
  ],
  [
    "POST",
    /^\/groups$/,
    (_match, body) => {
      const others = Object.values(people).filter((user) => body.members.includes(user.id));
      return { id: id(6), name: body.name, conversation: addConversation("group", body.name, others, 0).id };
    },
  ],
  [
    "GET",
    /^\/conversations\/([^/]+)$/,
    ([, key]) => conversations.get(key) ?? problem(404, "object.not_found", "Böyle bir şey yok."),
  ],
  [
    "GET",
    /^\/conversations\/([^/]+)\/messages$/,
    ([, key], _body, query) => {
      const list = messages.get(key);
      if (!list) return problem(404, "object.not_found", "Böyle bir şey yok.");
      const end = query.get("before") ? list.findIndex((one) => one.id === query.get("before")) : list.length;
      const begin = Math.max(0, end - 50);
      return {
        ...page(list.slice(begin, end).reverse()),
        next: begin > 0 ? `/api/v1/conversations/${key}/messages?before=${list[begin].id}` : null,
      };
    },
  ],
  [
    "PUT",
    /^\/conversations\/([^/]+)\/read$/,
    ([, key], body) => {
      const conversation = conversations.get(key);
      Object.assign(conversation, { read_seq: body.seq, unread_count: 0 });
      return { conversation: key, read_seq: body.seq, unread_count: 0 };
    },
  ],
  ["GET", /^\/messages\/([^/]+)$/, ([, key]) => [...messages.values()].flat().find((one) => one.id === key)],
  ["POST", /^\/messages$/, (_match, body) => send(body)],
  [
    "GET",
    /^\/commands$/,
    (_match, _body, query) => {
      const state = query.get("state");
      const mine = [...commands.values()].filter((one) => one.owner.id === me.id && (!state || one.state === state));
      return page(empty ? [] : mine.sort((one, other) => other.created_at.localeCompare(one.created_at)));
    },
  ],
  [
    "POST",
    /^\/commands$/,
    async (_match, body) => {
      await wait(700);
      const conversation = conversations.get(body.conversation);
      const command = addCommand(
        conversation,
        body.text,
        body.text.slice(0, 1).toLocaleUpperCase("tr") + body.text.slice(1, 60),
      );
      command.message = post(conversation, me, body.text, {
        type: "command",
        card: structuredClone(cardOf(command)),
        client_id: body.client_id,
      }).id;
      return command;
    },
  ],
  ["GET", /^\/commands\/([^/]+)$/, ([, key]) => commands.get(key)],
  [
    "POST",
    /^\/commands\/([^/]+)\/confirm$/,
    ([, key], body) => {
      if (typeof body.alt === "string" && body.alt.includes("hata")) {
        return problem(422, "alt.invalid", "This .alt document is not valid.", {
          errors: [
            {
              line: 9,
              column: 16,
              pointer: "/segments/0/task_type",
              detail: "http.requset diye bir görev türü yok.",
              code: "alt.unknown_task_type",
              suggestion: "http.request",
            },
            {
              line: 14,
              column: 5,
              pointer: "/segments/1/dependencies/0",
              detail: "indirr adında bir bölüm yok.",
              code: "alt.unknown_dependency",
              suggestion: "indir",
            },
          ],
        });
      }
      void run(commands.get(key));
      return commands.get(key);
    },
  ],
  [
    "DELETE",
    /^\/commands\/([^/]+)$/,
    ([, key]) => {
      const command = commands.get(key);
      Object.assign(command, { state: "cancelled", finished_at: at(0) });
      for (const task of command.tasks) if (task.state !== "succeeded") task.state = "cancelled";
      changed(command);
      return command;
    },
  ],
  [
    "POST",
    /^\/commands\/([^/]+)\/rerun$/,
    ([, key]) => {
      const old = commands.get(key);
      const conversation = conversations.get(old.conversation);
      const command = addCommand(conversation, old.text, old.title, { rerun_of: key });
      command.message = post(conversation, me, old.text, {
        type: "command",
        card: structuredClone(cardOf(command)),
      }).id;
      void run(command);
      return command;
    },
  ],
  ["GET", /^\/commands\/([^/]+)\/alt$/, () => ({ text: readFileSync(new URL("plan.alt", import.meta.url), "utf8") })],
  [
    "GET",
    /^\/atlas$/,
    (_match, _body, query) => {
      const words = fold(query.get("q") ?? "");
      return page(
        empty ? [] : atlas.filter((entry) => fold(entry.title + entry.text + entry.tags.join(" ")).includes(words)),
      );
    },
  ],
];

const deeds = {
  say: ({ from = "bora", text = "Merhaba!", conversation }) =>
    post(conversations.get(conversation) ?? [...conversations.values()][0], people[from], text),
  type: ({ from = "bora", conversation }) => {
    const found = conversations.get(conversation) ?? [...conversations.values()][0];
    emit({ type: "typing", topic: `conversation:${found.id}`, data: { conversation: found.id, user: people[from] } });
  },
  close: ({ code = 1012 }) => {
    for (const socket of sockets) socket.close(code);
  },
  fail: ({ path }) => {
    failing = path ?? null;
  },
  slow: ({ milliseconds }) => {
    slow = milliseconds;
  },
  empty: ({ on = true }) => {
    empty = on;
  },
  me: (changes) => Object.assign(me, changes),
  ids: () => [...conversations.values()].map(({ id: key, name }) => ({ id: key, name })),
};

async function body(request) {
  let text = "";
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : {};
}

function shell() {
  const manifest = JSON.parse(readFileSync(join(STATIC, "app/manifest.json"), "utf8"));
  const entry = manifest["src/main.tsx"];
  const styles = [entry, ...(entry.imports ?? []).map((name) => manifest[name])].flatMap((chunk) => chunk.css ?? []);
  const boot = JSON.stringify({ user: me, socket: "/ws/v1", api: "/api/v1", version: "mock" });
  return `<!doctype html><html lang="${me.language}" data-theme="${me.theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><title>ALT_LAS</title>
<link rel="icon" href="/static/brand/favicon.svg">
<script id="altlas-boot" type="application/json">${boot}</script>
${styles.map((file) => `<link rel="stylesheet" href="/static/app/${file}">`).join("")}
<script type="module" src="/static/app/${entry.file}"></script></head><body><div id="root"></div></body></html>`;
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  const answer = (status, type, text) => {
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Security-Policy": CSP,
      "Set-Cookie": "csrftoken=mock; Path=/",
    });
    response.end(text);
  };
  if (url.pathname.startsWith("/static/")) {
    const file = join(STATIC, normalize(url.pathname.slice(7)));
    if (!file.startsWith(STATIC) || !existsSync(file)) return answer(404, "text/plain", "not found");
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  }
  const input = ["POST", "PUT", "PATCH"].includes(request.method) ? await body(request).catch(() => ({})) : {};
  if (url.pathname.startsWith("/mock/")) {
    return answer(200, "application/json", JSON.stringify(deeds[url.pathname.slice(6)]?.(input) ?? {}));
  }
  if (!url.pathname.startsWith("/api/v1")) return answer(200, "text/html; charset=utf-8", shell());
  const path = url.pathname.slice(7);
  if (slow) await wait(slow);
  if (failing && path.includes(failing)) {
    return answer(
      400,
      "application/problem+json",
      JSON.stringify(problem(400, "mock.refused", "Sunucu bunu kabul etmedi.").problem),
    );
  }
  for (const [method, pattern, handle] of routes) {
    const match = method === request.method && pattern.exec(path);
    if (!match) continue;
    const result = await handle(match, input, url.searchParams);
    if (result?.problem) return answer(result.status, "application/problem+json", JSON.stringify(result.problem));
    if (result?.text && path.endsWith("/alt")) return answer(200, "application/yaml", result.text);
    return answer(200, "application/json", JSON.stringify(result));
  }
  answer(404, "application/problem+json", JSON.stringify(problem(404, "object.not_found", "Not here.").problem));
});

new WebSocketServer({ server, path: "/ws/v1", handleProtocols: () => "altlas.v1" }).on("connection", (socket) => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  const say = (frame) => socket.send(JSON.stringify(frame));
  say({
    type: "ready",
    data: { connection: id(7), user: people.ayse, heartbeat_seconds: 25, cursor: String(cursor), limits: {} },
  });
  socket.on("message", async (raw) => {
    const frame = JSON.parse(raw);
    if (frame.type === "ping") say({ type: "pong", data: {} });
    else if (frame.type === "resume") say({ type: "resumed", data: { cursor: String(cursor), seqs: {} } });
    else if (frame.type === "message.send" && failing === "send") {
      say({
        id: frame.id,
        type: "error",
        error: problem(403, "conversation.cannot_write", "Bu konuşmaya yazamazsın.").problem,
      });
    } else if (frame.type === "message.send") {
      await wait(slow);
      say({ id: frame.id, type: "ack", data: send(frame.data) });
    } else say({ id: frame.id, type: "ack", data: {} });
  });
});

server.listen(PORT, "127.0.0.1", () => console.log(`stand-in server on port ${PORT}`));
