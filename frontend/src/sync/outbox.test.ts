import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, ConnectionLost } from "../api/problem";
import { ayse, command, loadedState, message } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import { Outbox } from "./outbox";
import { createSyncStore, type SyncStore } from "./store";

const post = vi.hoisted(() => ({ sendMessage: vi.fn(), submitCommand: vi.fn(), getMessage: vi.fn() }));
vi.mock("../api/endpoints", () => post);

const problem = (status: number) =>
  new ApiProblem({
    type: "",
    title: "Refused",
    status,
    detail: "You cannot write here.",
    code: "conversation.cannot_write",
  });
const settle = () => vi.advanceTimersByTimeAsync(0);

let store: SyncStore;
let line: { live: boolean; request: ReturnType<typeof vi.fn> };
let outbox: Outbox;
const waiting = () => store.getState().outbox;
const shown = () => store.getState().timelines.room?.messages.map(({ text }) => text);
const sent = (seq: number, client_id: string, text: string) => message(seq, { sender: ayse, client_id, text });

beforeEach(() => {
  vi.useFakeTimers();
  for (const mock of Object.values(post)) mock.mockReset();
  store = createSyncStore(ayse);
  store.setState(loadedState());
  line = { live: true, request: vi.fn() };
  outbox = new Outbox(store, line as never, ayse.id);
});

afterEach(() => vi.useRealTimers());

describe("a message", () => {
  it("waits in sight and is replaced by its ack", async () => {
    let ack = (_answer: unknown) => {};
    line.request.mockReturnValue(new Promise((resolve) => (ack = resolve)));
    const { client_id } = outbox.add("message", "room", "hello");
    expect(waiting()).toMatchObject([{ client_id, state: "sending", text: "hello" }]);
    expect(line.request).toHaveBeenCalledWith("message.send", { conversation: "room", text: "hello", client_id });
    ack(sent(3, client_id, "hello"));
    await settle();
    expect(waiting()).toEqual([]);
    expect(shown()).toEqual(["text 1", "text 2", "hello"]);
  });

  it("of a few emoji says that it is that", () => {
    line.request.mockReturnValue(new Promise(() => {}));
    const { client_id } = outbox.add("message", "room", "🎉 👍🏽", { reply_to: "m1" });
    const body = { conversation: "room", text: "🎉 👍🏽", client_id, reply_to: "m1", type: "emoji" };
    expect(line.request).toHaveBeenCalledWith("message.send", body);
  });

  it("of emoji that the server does not know goes as words", async () => {
    line.request.mockRejectedValueOnce(problem(400)).mockReturnValue(new Promise(() => {}));
    const { client_id } = outbox.add("message", "room", "🎉");
    await settle();
    expect(line.request).toHaveBeenLastCalledWith("message.send", { conversation: "room", text: "🎉", client_id });
    expect(waiting()).toMatchObject([{ state: "sending" }]);
  });

  it("is never shown twice when the event comes before the ack", async () => {
    let ack = (_answer: unknown) => {};
    line.request.mockReturnValue(new Promise((resolve) => (ack = resolve)));
    const { client_id } = outbox.add("message", "room", "hello");
    const stored = sent(3, client_id, "hello");
    store.setState((state) =>
      applyEvent(state, { type: "message.created", topic: "conversation:room", seq: 3, data: stored }, 0),
    );
    expect(waiting()).toEqual([]);
    expect(shown()).toEqual(["text 1", "text 2", "hello"]);
    ack(stored);
    await settle();
    expect(shown()).toEqual(["text 1", "text 2", "hello"]);
  });

  it("goes over HTTP where there is no socket, and where the socket lost the answer", async () => {
    line.live = false;
    post.sendMessage.mockImplementation(({ client_id, text }) => Promise.resolve(sent(3, client_id, text)));
    outbox.add("message", "room", "one");
    await settle();
    expect(line.request).not.toHaveBeenCalled();
    expect(shown()?.at(-1)).toBe("one");

    line.live = true;
    line.request.mockRejectedValue(new ConnectionLost());
    const { client_id } = outbox.add("message", "room", "two");
    await settle();
    expect(post.sendMessage).toHaveBeenLastCalledWith({ conversation: "room", text: "two", client_id });
  });

  it("that is refused says why, keeps its client_id on retry, and can be discarded", async () => {
    line.request.mockRejectedValueOnce(problem(403));
    const { client_id } = outbox.add("message", "room", "hello");
    await settle();
    expect(waiting()).toMatchObject([{ client_id, state: "failed", failure: { text: "You cannot write here." } }]);
    line.request.mockRejectedValueOnce(problem(403));
    outbox.retry(client_id);
    await settle();
    expect(line.request.mock.calls.map(([, data]) => data.client_id)).toEqual([client_id, client_id]);
    outbox.discard(client_id);
    expect(waiting()).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });

  it("waits and tries again by itself while the server is away", async () => {
    line.live = false;
    post.sendMessage.mockRejectedValueOnce(new ConnectionLost()).mockRejectedValueOnce(problem(503));
    post.sendMessage.mockImplementation(({ client_id, text }) => Promise.resolve(sent(3, client_id, text)));
    const { client_id } = outbox.add("message", "room", "later");
    await settle();
    expect(waiting()).toMatchObject([{ state: "queued" }]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(waiting()).toEqual([]);
    expect(post.sendMessage.mock.calls.map(([body]) => body.client_id)).toEqual([client_id, client_id, client_id]);
  });

  it("keeps its place: one at a time in a conversation", async () => {
    const acks: ((answer: unknown) => void)[] = [];
    line.request.mockImplementation(() => new Promise((resolve) => acks.push(resolve)));
    const one = outbox.add("message", "room", "one");
    outbox.add("message", "room", "two");
    expect(line.request).toHaveBeenCalledOnce();
    acks[0]?.(sent(3, one.client_id, "one"));
    await settle();
    expect(line.request).toHaveBeenCalledTimes(2);
  });

  it("survives a reload and goes out under the same client_id", async () => {
    line.request.mockReturnValue(new Promise(() => {}));
    const { client_id } = outbox.add("message", "room", "kept");
    const later = createSyncStore(ayse);
    const next = new Outbox(later, line as never, ayse.id);
    next.restore();
    expect(later.getState().outbox).toMatchObject([{ client_id, text: "kept", state: "queued" }]);
    new Outbox(createSyncStore(ayse), line as never, "somebody-else").restore();
    next.flush();
    expect(line.request.mock.calls.at(-1)?.[1]).toMatchObject({ client_id });
  });
});

describe("a command", () => {
  it("asks for the plan first, and its card takes the place of the pending row", async () => {
    post.submitCommand.mockResolvedValue(command({ message: "m3" }));
    const { client_id } = outbox.add("command", "room", "count the rows");
    expect(post.submitCommand).toHaveBeenCalledWith({
      conversation: "room",
      text: "count the rows",
      client_id,
      confirm: true,
    });
    await settle();
    store.setState((state) =>
      applyEvent(
        state,
        { type: "message.created", topic: "conversation:room", seq: 3, data: sent(3, client_id, "count the rows") },
        0,
      ),
    );
    await settle();
    expect(waiting()).toEqual([]);
    expect(post.getMessage).not.toHaveBeenCalled();
    expect(store.getState().commands.k1).toBeDefined();
  });

  it("fetches its card where the event does not come", async () => {
    post.submitCommand.mockResolvedValue(command({ message: "m3" }));
    const { client_id } = outbox.add("command", "room", "count");
    post.getMessage.mockResolvedValue(sent(3, client_id, "count"));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(post.getMessage).toHaveBeenCalledWith("m3");
    expect(waiting()).toEqual([]);
    expect(shown()?.at(-1)).toBe("count");
  });
});
