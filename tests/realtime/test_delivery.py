"""From the hub to the sockets: the same bytes for all, joined under load, bounded for each."""

import asyncio
import contextlib
import json
import socket as sockets
import threading
import time

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.protocol import CLIENT, Protocol

from altlas.wire import WireProtocol
from apps.events.bus import Delivery
from apps.realtime.frames import Frames, frame_of
from apps.realtime.hub import Hub
from apps.realtime.outbox import MAX_EVENTS, SendOutbox, WireOutbox, outbox_for

TOPIC = "conversation:x"


def read_frames(data: bytes) -> list[Frame]:
    client = Protocol(CLIENT, max_size=None)
    client.receive_data(data)
    return client.events_received()


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 300_000])
def test_a_frame_is_what_the_standard_says(length):
    (frame,) = read_frames(frame_of(b"x" * length))
    assert (frame.opcode, frame.fin, len(frame.data)) == (Opcode.TEXT, True, length)


def test_texts_go_one_after_the_other():
    frames = Frames(["bir", "İki ığ", "🙂"])
    assert [bytes(frame.data).decode() for frame in read_frames(frames.wire)] == ["bir", "İki ığ", "🙂"]


# hub ------------------------------------------------------------------------------------------------------------------
class Ear:
    """A socket that notes what it is handed."""

    def __init__(self, user_id="ayse"):
        self.user_id, self.session, self.topics, self.real_address = user_id, "s", set(), "127.0.0.1"
        self.handed: list[list[int | None]] = []
        self.called = asyncio.Event()

    def hand(self, batch):
        self.called.set()
        self.handed.append([delivery.seq for delivery in batch.deliveries])

    def beat(self, seqs): ...
    def end(self, code): ...


@pytest.fixture
async def hub():
    async def nothing(topic, known):
        return []

    return Hub(asyncio.get_running_loop(), nothing)


def said(seq, **more):
    return Delivery(TOPIC, f'{{"seq":{seq}}}', seq, **more)


async def turn():
    for _ in range(3):
        await asyncio.sleep(0)


async def test_what_was_committed_together_goes_out_together(hub):
    ear = Ear()
    await hub.listen(ear, [TOPIC])
    hub.receive_all([said(1), said(2), said(3)])
    await turn()
    assert ear.handed == [[1, 2, 3]]


async def test_a_quiet_process_holds_nothing_back(hub, settings):
    settings.SOCKET_JOIN_MS = 60_000
    ear = Ear()
    await hub.listen(ear, [TOPIC])
    for seq in range(1, 4):
        hub.receive(said(seq))
        await turn()
    assert ear.handed == [[1], [2], [3]]


async def test_under_load_frames_wait_for_company(hub, settings):
    settings.SOCKET_JOIN_MS, settings.SOCKET_JOIN_ABOVE = 20, 0
    ear = Ear()
    await hub.listen(ear, [TOPIC])
    hub._handed, hub._counted_since = 1_000, 0.0  # much was handed out just now
    for seq in range(1, 4):
        hub.receive(said(seq))
        await turn()
    assert ear.handed == []
    await ear.called.wait()
    assert ear.handed == [[1, 2, 3]]


async def test_a_newcomer_gets_nothing_from_before(hub):
    old, new = Ear(), Ear("bora")
    await hub.listen(old, [TOPIC])
    hub.receive(said(1))
    await hub.listen(new, [TOPIC])
    hub.receive(said(2))
    await turn()
    assert (old.handed, new.handed) == ([[1], [2]], [[2]])


async def test_who_leaves_gets_what_came_before_and_nothing_after(hub):
    stays, leaves = Ear(), Ear("bora")
    for ear in (stays, leaves):
        hub.add(ear)
        await hub.listen(ear, [TOPIC])
    gone = said(2, changes=({"do": "unlisten", "user": "bora", "topic": TOPIC},))
    hub.receive_all([said(1), gone, said(3)])
    await turn()
    assert (stays.handed, leaves.handed) == ([[1], [2], [3]], [[1], [2]])


async def test_the_first_event_of_a_topic_may_be_overtaken_by_the_second():
    """Two processes send at once; one's own frame is there before the other's. What is known of a new topic is 0."""
    rows = {1: said(1), 2: said(2)}

    async def fill(topic, known):
        return [delivery for seq, delivery in rows.items() if seq > known]

    hub, ear = Hub(asyncio.get_running_loop(), fill), Ear()
    await hub.listen(ear, [TOPIC])
    hub.note(TOPIC, 0)
    hub.receive(said(2))
    hub.receive(said(1))
    for _ in range(5):
        await turn()
    assert [seq for batch in ear.handed for seq in batch] == [1, 2]


async def test_who_stops_listening_has_been_given_what_came_before(hub):
    ear = Ear()
    await hub.listen(ear, [TOPIC])
    hub.receive(said(1))
    hub.unlisten(ear, [TOPIC])
    hub.receive(said(2))
    await turn()
    assert ear.handed == [[1]]


# one socket -----------------------------------------------------------------------------------------------------------
class Pipe:
    """A wire that can be full."""

    def __init__(self):
        self.has_room, self.on_room = True, None
        self.written, self.code = b"", None

    def write(self, frames):
        assert self.code is None
        self.written += frames

    def end(self, code):
        self.code = code


def test_frames_go_straight_to_a_wire_with_room():
    pipe = Pipe()
    outbox = outbox_for({"extensions": {"altlas.wire": pipe}}, None)
    assert isinstance(outbox, WireOutbox)
    assert outbox.put(Frames(["a"]))
    assert pipe.written == frame_of(b"a")


def test_a_full_wire_gets_the_rest_in_order_when_it_has_room():
    pipe = Pipe()
    outbox = WireOutbox(pipe)
    pipe.has_room = False
    assert outbox.put(Frames(["a"]))
    assert outbox.put(Frames(["b", "c"]))
    outbox.finish(4401)
    assert (pipe.written, pipe.code) == (b"", None)
    pipe.has_room = True
    pipe.on_room()
    assert [bytes(frame.data) for frame in read_frames(pipe.written)] == [b"a", b"b", b"c"]
    assert pipe.code == 4401


@pytest.mark.parametrize("kind", ["wire", "asgi"])
@pytest.mark.parametrize(
    ("each", "fit"), [(["x"], 1_000), (["x"] * 10, 100), (["x" * 1_000], 1_000), (["x" * 10_000], 100)]
)
async def test_a_reader_may_be_so_far_behind_and_no_further(kind, each, fit):
    pipe = Pipe()
    pipe.has_room = False
    outbox = WireOutbox(pipe) if kind == "wire" else SendOutbox(lambda message: asyncio.sleep(60))
    fits = [outbox.put(Frames(each)) for _ in range(fit + 1)]
    assert fits == [True] * fit + [False]
    outbox.end(4490)
    assert not outbox._waiting
    outbox.cancel()


async def test_without_a_wire_texts_are_sent_one_by_one():
    sent, closed = [], asyncio.Event()

    async def send(message):
        sent.append(message)
        if message["type"] == "websocket.close":
            closed.set()

    outbox = outbox_for({}, send)
    assert isinstance(outbox, SendOutbox)
    outbox.put(Frames(["a", "b"]))
    outbox.finish(4401)
    await closed.wait()
    assert sent == [
        {"type": "websocket.send", "text": "a"},
        {"type": "websocket.send", "text": "b"},
        {"type": "websocket.close", "code": 4401},
    ]


# uvicorn --------------------------------------------------------------------------------------------------------------
class Flood:
    """An application that floods whoever connects, until it is told that the reader is too slow."""

    def __init__(self):
        self.put = 0
        self.left = None

    async def __call__(self, scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        outbox = outbox_for(scope, send)
        assert isinstance(outbox, WireOutbox)
        wanted = json.loads((await receive())["text"])
        frames = Frames(["y" * 1_000])
        for _ in range(wanted):
            self.put += 1
            if not outbox.put(frames):
                outbox.end(4490)
                break
            await asyncio.sleep(0)
        else:
            outbox.finish(4401)
        while (message := await receive())["type"] != "websocket.disconnect":
            pass
        self.left = message["code"]


@pytest.fixture
def flood():
    """The flooding application on a real server: (application, address)."""
    app = Flood()
    with sockets.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # who connects before uvicorn is there waits
        config = uvicorn.Config(app, ws=WireProtocol, lifespan="off", log_level="warning", ws_per_message_deflate=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield app, listening.getsockname()
        server.should_exit = True
        thread.join(20)


async def until_closed(link):
    with contextlib.suppress(ConnectionClosed):
        while True:
            yield await link.recv()


async def test_a_reader_that_keeps_up_gets_everything_and_the_close_code(flood):
    _app, (host, port) = flood
    async with connect(f"ws://{host}:{port}/") as link:
        await link.send("3000")
        found = [text async for text in until_closed(link)]
    assert found == ["y" * 1_000] * 3_000
    assert link.close_code == 4401


def test_a_reader_that_reads_nothing_is_cut(flood):
    app, address = flood
    with sockets.create_connection(address) as link:
        link.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        )
        assert link.recv(4_096).startswith(b"HTTP/1.1 101")
        body = b"1000000"
        link.sendall(bytes((0x81, 0x80 | len(body), 0, 0, 0, 0)) + body)
        deadline = time.monotonic() + 30
        while app.left is None and time.monotonic() < deadline:
            time.sleep(0.01)  # not for a moment but until it happens
    assert app.left == 4490
    assert app.put < MAX_EVENTS + 20_000  # the kernel's buffers, and ours
