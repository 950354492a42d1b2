import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, ConnectionLost } from "../api/problem";
import { FakeSocket } from "../testing/FakeSocket";
import { message } from "../testing/factories";
import type { LiveEvent } from "./events";
import { Socket, type SocketHandlers } from "./socket";

const ready = (cursor: string) => ({ type: "ready", data: { cursor, heartbeat_seconds: 25 } });
const event = (seq: number, cursor = `at-${seq}`) => ({
  type: "message.created",
  topic: "conversation:room",
  seq,
  cursor,
  data: message(seq),
});

let handlers: { [Key in keyof SocketHandlers]: ReturnType<typeof vi.fn> };
let socket: Socket;

const applied = () => handlers.events.mock.calls.flatMap(([events]) => (events as LiveEvent[]).map(({ seq }) => seq));
const states = () => handlers.connection.mock.calls.map(([state]) => state);
async function goLive(cursor = "start"): Promise<FakeSocket> {
  FakeSocket.last.frame(ready(cursor));
  await vi.advanceTimersByTimeAsync(0);
  return FakeSocket.last;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  handlers = {
    connection: vi.fn(),
    events: vi.fn(),
    snapshot: vi.fn().mockResolvedValue(undefined),
    seqs: vi.fn(),
    doubt: vi.fn(),
  };
  socket = new Socket("ws://here/ws/v1", handlers as unknown as SocketHandlers, () => 0.5);
  socket.start();
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the first connection", () => {
  it("subscribes first, then takes the snapshot, then applies what came meanwhile", async () => {
    let finish = () => {};
    handlers.snapshot.mockReturnValue(new Promise<void>((resolve) => (finish = resolve)));
    FakeSocket.last.frame(ready("start"));
    FakeSocket.last.frame(event(3));
    expect(handlers.snapshot).toHaveBeenCalledOnce();
    expect(handlers.events).not.toHaveBeenCalled();
    expect(socket.live).toBe(false);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(applied()).toEqual([3]);
    expect(states()).toEqual(["connecting", "live"]);
    expect(FakeSocket.last.protocol).toBe("altlas.v1");
  });

  it("tries again where the snapshot failed", async () => {
    handlers.snapshot.mockRejectedValueOnce(new Error("down"));
    await goLive();
    expect(socket.live).toBe(false);
    await vi.advanceTimersByTimeAsync(600);
    expect(FakeSocket.all).toHaveLength(2);
    await goLive();
    expect(socket.live).toBe(true);
    expect(handlers.snapshot).toHaveBeenCalledTimes(2);
  });
});

describe("after a break", () => {
  it("resumes from where the server last said it stands, with what it heard since, and takes no snapshot", async () => {
    const first = await goLive();
    first.frame(event(3));
    first.end(1006);
    await vi.advanceTimersByTimeAsync(600);
    const second = FakeSocket.last;
    second.frame(ready("elsewhere"));
    expect(second.sent).toEqual([{ type: "resume", data: { cursor: "start", seqs: { "conversation:room": 3 } } }]);
    second.frame({ type: "resumed", data: { cursor: "at-9", seqs: { "conversation:room": 9 } } });
    expect(handlers.snapshot).toHaveBeenCalledOnce();
    expect(handlers.seqs).toHaveBeenCalledWith({ "conversation:room": 9 });
    expect(states()).toEqual(["connecting", "live", "reconnecting", "reconnecting", "live"]);
  });

  it("puts a live event that overtook the replay behind it, and resumes after the replay the next time", async () => {
    const first = await goLive();
    first.frame(event(3));
    first.end(1006);
    await vi.advanceTimersByTimeAsync(600);
    const second = FakeSocket.last;
    second.frame(ready("x"));
    for (const seq of [6, 4, 5]) second.frame(event(seq));
    expect(applied()).toEqual([3]);
    second.frame({ type: "resumed", data: { cursor: "after-replay" } });
    expect(applied()).toEqual([3, 4, 5, 6]);
    second.end(1006);
    await vi.advanceTimersByTimeAsync(600);
    FakeSocket.last.frame(ready("y"));
    const seqs = { "conversation:room": 6 };
    expect(FakeSocket.last.sent).toEqual([{ type: "resume", data: { cursor: "after-replay", seqs } }]);
  });

  it("starts over on reset", async () => {
    (await goLive()).end(1006);
    await vi.advanceTimersByTimeAsync(600);
    FakeSocket.last.frame(ready("x"));
    FakeSocket.last.frame({ type: "reset", data: { cursor: "fresh" } });
    await vi.advanceTimersByTimeAsync(0);
    expect(handlers.snapshot).toHaveBeenCalledTimes(2);
    expect(socket.live).toBe(true);
  });

  it("starts over on close 4409", async () => {
    (await goLive()).end(4409);
    await vi.advanceTimersByTimeAsync(600);
    await goLive("fresh");
    expect(handlers.snapshot).toHaveBeenCalledTimes(2);
    expect(FakeSocket.last.sent).toEqual([]);
  });

  it("waits longer each time, with jitter, and not at all when the network returns", async () => {
    (await goLive()).end(1006);
    for (const wait of [500, 750, 1_500, 3_000]) {
      const before = FakeSocket.all.length;
      await vi.advanceTimersByTimeAsync(wait - 10);
      expect(FakeSocket.all).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(10);
      expect(FakeSocket.all).toHaveLength(before + 1);
      FakeSocket.last.end(1006);
    }
    const before = FakeSocket.all.length;
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.all).toHaveLength(before + 1);
  });

  it("spreads out after a restart of the server", async () => {
    (await goLive()).end(1012);
    await vi.advanceTimersByTimeAsync(2_900);
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("gives up where the session is over", async () => {
    (await goLive()).end(4401);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(states().at(-1)).toBe("signed_out");
  });

  it("doubts the session when it is refused twice", async () => {
    FakeSocket.last.end(1006);
    await vi.advanceTimersByTimeAsync(600);
    expect(handlers.doubt).not.toHaveBeenCalled();
    FakeSocket.last.end(1006);
    expect(handlers.doubt).toHaveBeenCalledOnce();
  });
});

describe("heartbeat", () => {
  it("pings after 25 silent seconds and leaves a dead line after 45", async () => {
    const first = await goLive();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(first.sentTypes()).toEqual(["ping"]);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(first.readyState).toBe(3);
    expect(FakeSocket.all.length).toBeGreaterThan(1);
  });

  it("stays as long as there is an answer", async () => {
    const first = await goLive();
    await vi.advanceTimersByTimeAsync(25_000);
    first.frame({ type: "pong", data: {} });
    await vi.advanceTimersByTimeAsync(24_000);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe("requests", () => {
  it("resolve with the ack of their id", async () => {
    const first = await goLive();
    const answer = socket.request("message.send", { text: "hi" });
    const { id } = first.sent[0] ?? {};
    first.frame({ id, type: "ack", data: { id: "m1" } });
    await expect(answer).resolves.toEqual({ id: "m1" });
  });

  it("reject with the problem, or as lost when the line breaks or nothing comes", async () => {
    const first = await goLive();
    const refused = socket.request("message.send", {});
    first.frame({ id: first.sent[0]?.id, type: "error", error: { title: "No", status: 403, code: "x", detail: "" } });
    await expect(refused).rejects.toBeInstanceOf(ApiProblem);

    const silent = expect(socket.request("message.send", {})).rejects.toBeInstanceOf(ConnectionLost);
    await vi.advanceTimersByTimeAsync(10_000);
    await silent;

    const broken = expect(socket.request("message.send", {})).rejects.toBeInstanceOf(ConnectionLost);
    first.end(1006);
    await broken;
  });
});
