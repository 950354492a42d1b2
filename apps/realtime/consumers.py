"""`/ws/v1`: one connection carries everything. The contract is `docs/api/asyncapi.yaml`."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import structlog
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from apps.core.address import client_address, limit_key
from apps.core.gate import gate
from apps.core.ids import uuid7
from apps.core.problems import NotSignedIn, Problem, ServerFault, TooMany, as_problem, log_problem
from apps.events.bus import Delivery
from apps.realtime import envelope, sync
from apps.realtime.calls import Call, run
from apps.realtime.frames import Frames
from apps.realtime.hub import Batch, Hub
from apps.realtime.outbox import Outbox, Send, outbox_for
from apps.realtime.pool import in_thread
from apps.realtime.presence import presence
from apps.realtime.registry import Answer, Principal, authentication, commands, may_hear, topics_of
from apps.realtime.runtime import runtime

log = structlog.get_logger(__name__)
SUBPROTOCOL = "altlas.v1"
SIGN_IN_SECONDS, HEARTBEAT_SECONDS = 10, 25
COMMANDS_PER_SECOND, BURST, MAX_REFUSED = 20, 60, 100
MAX_PER_USER, MAX_UNSIGNED_PER_ADDRESS = 20, 10
MALFORMED_BEFORE_CLOSE = 20
MAX_HELD = 1_000  # deliveries that wait for a replay
MAX_UNANSWERED = 64  # gathered commands of one connection at work; then it is not read from
Receive = Callable[[], Awaitable[dict[str, Any]]]


class SocketConsumer(AsyncConsumer):
    """One client's connection: signs in, takes commands, is handed events by the hub."""

    channel_layer_alias = None  # the hub is the only member of a channel layer in this process

    hub: Hub
    outbox: Outbox
    principal: Principal | None = None
    user_id = ""
    session = ""

    def __init__(self) -> None:
        self.topics: set[str] = set()
        self.connection = uuid7().hex
        self.held: list[Delivery] | None = None
        self.ended = False
        self.refused = self.malformed = self.unanswered = 0
        self.waiter: asyncio.Future[None] | None = None
        self.allowance, self.counted_at = float(BURST), time.monotonic()
        self.counted = False
        self.timers: dict[str, asyncio.TimerHandle] = {}

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        # Not the stock loop: that one makes a task and hops to a thread for every message.
        self.scope, self.base_send = scope, send
        with suppress(StopConsumer):
            while True:
                message = await receive()
                await getattr(self, message["type"].replace(".", "_"))(message)

    # life -------------------------------------------------------------------------------------------------------------
    async def websocket_connect(self, message: dict[str, Any]) -> None:
        self.loop = asyncio.get_running_loop()
        self.hub = runtime().hub
        offered = self.scope.get("subprotocols", [])
        await self.base_send(
            {"type": "websocket.accept", "subprotocol": SUBPROTOCOL if SUBPROTOCOL in offered else None}
        )
        self.outbox = outbox_for(self.scope, self.base_send)
        if not await in_thread(gate.allows, self.real_address):
            self.end(4403)
            return
        self.counted = True
        runtime().unsigned.add(self.address)
        if runtime().unsigned.count(self.address) > MAX_UNSIGNED_PER_ADDRESS * settings.LIMITS_FACTOR:
            self.end(4429)
            return
        self._timer("sign_in", SIGN_IN_SECONDS, lambda: self.end(4408))
        try:
            principal = await in_thread(authentication.by_cookie, self.scope)
        except Exception as error:
            self._fail(error, None, close=4401)
            return
        if principal is None:
            return
        if not self._own_origin():
            self.end(4403)
            return
        await self._sign_in(principal, None, None)

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        if self.ended:
            return
        text = message.get("text")
        if text is None:
            self.end(4400)
            return
        limit = envelope.MAX_FRAME if self.principal else envelope.MAX_FRAME_BEFORE
        if len(text) > limit or len(text.encode("utf-8", "replace")) > limit:
            self.end(4413)
            return
        frame_id = None
        try:
            frame = envelope.read(text)
            frame_id = frame.id
            await self._answer(frame)
        except Exception as error:
            self._fail(error, getattr(error, "frame_id", frame_id))

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        self.ended = True
        for timer in self.timers.values():
            timer.cancel()
        self._signed()
        self.hub.remove(self)
        self.outbox.cancel()
        if self.principal is not None:
            await in_thread(presence.left, self.connection)
        raise StopConsumer

    def end(self, code: int) -> None:
        """Close the connection; what waits for it is dropped, it comes back by resume."""
        if not self.ended:
            self.ended = True
            self.outbox.end(code)

    # frames -----------------------------------------------------------------------------------------------------------
    async def _answer(self, frame: envelope.Frame) -> None:
        self._count()
        if frame.type == "ping":
            self._send(envelope.system("pong", {}, frame.id))
            return
        if frame.type == "auth":
            await self._auth(frame)
            return
        if self.principal is None:
            raise NotSignedIn()
        if frame.type == "resume":
            await self._resume(str(frame.data.get("cursor", "")), envelope.seqs_in(frame), frame.id)
            return
        known = commands.get(frame.type)
        if known is None:
            raise envelope.UnknownCommand(f"There is no command {frame.type[:64]!r}.")
        call = Call(self.principal, frame.data, self.real_address, self.connection)
        if known.gathered:
            await self._room(MAX_UNANSWERED - 1)
            self.unanswered += 1
            runtime().gather(known, call, lambda answer: self._answered(answer, frame.id))
            return
        await self._room(0)  # what was sent first is answered first
        self._send(envelope.system("ack", await in_thread(run, known, call), frame.id))

    async def _room(self, most: int) -> None:
        """Wait until at most so many gathered commands of this connection are at work."""
        while self.unanswered > most:
            self.waiter = self.loop.create_future()
            await self.waiter

    def _answered(self, answer: Answer, frame_id: str | None) -> None:
        self.unanswered -= 1
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)
        if isinstance(answer, Exception):
            self._fail(answer, frame_id)
        else:
            self._send(envelope.system("ack", answer, frame_id))

    @staticmethod
    def _replay(principal: Principal, position: str, seen: dict[str, int]) -> sync.Replay:
        if not authentication.is_live(principal):
            raise NotSignedIn()
        return sync.replay(principal.user, position, principal.scopes, seen)

    async def _auth(self, frame: envelope.Frame) -> None:
        token, key, position = (frame.data.get(name) for name in ("token", "api_key", "cursor"))
        if not isinstance(token if key is None else key, str) or None not in (token, key):
            raise envelope.FrameInvalid("auth needs a token, or an api_key.")
        seen = envelope.seqs_in(frame)
        try:
            if key is not None:
                principal = await in_thread(authentication.by_key, key, self.real_address)
            else:
                principal = await in_thread(authentication.by_token, token)
        except Exception as error:
            self._fail(error, frame.id, close=4401)
            return
        if self.principal is None:
            await self._sign_in(principal, position, frame.id, seen)
            return
        if str(principal.user.pk) != self.user_id:
            self.end(4401)
            return
        self.principal, self.session = principal, principal.session
        self._expire(principal)
        self._send(envelope.system("ack", {"expires_at": principal.expires_at}, frame.id))

    async def _sign_in(
        self, principal: Principal, position: Any, frame_id: str | None, seen: dict[str, int] | None = None
    ) -> None:
        self.user_id, self.session = str(principal.user.pk), principal.session
        if len(self.hub.sockets.get(self.user_id, ())) >= MAX_PER_USER * settings.LIMITS_FACTOR:
            self.end(4429)
            return
        self.held = []
        self.hub.add(self)
        topics, described = await in_thread(
            lambda: (topics_of(principal.user), authentication.describe(principal.user))
        )
        await self.hub.listen(self, topics)
        # Looked at again now that changes reach us: what ended in between was told to nobody.
        live, still, seqs, here = await in_thread(
            lambda: (
                authentication.is_live(principal),
                set(topics_of(principal.user)),
                sync.seqs_of(topics),
                sync.cursor.now(self.user_id),
            )
        )
        if not live:
            self.end(4401)
            return
        if not gate.allows(self.real_address):  # kept out while it was signing in
            self.end(4403)
            return
        self.hub.unlisten(self, set(topics) - still)
        for topic, seq in seqs.items():
            self.hub.note(topic, seq)
        self.principal = principal
        self.timers.pop("sign_in").cancel()
        self._signed()
        self._expire(principal)
        ready = {
            "connection": self.connection,
            "user": described,
            "heartbeat_seconds": HEARTBEAT_SECONDS,
            "cursor": here,
            "limits": {"frame_bytes": envelope.MAX_FRAME, "commands_per_second": COMMANDS_PER_SECOND, "burst": BURST},
        }
        self._send(envelope.system("ready", ready, frame_id))
        if isinstance(position, str):
            await self._resume(position, seen or {}, None)
        else:
            self._release({})
        if principal.scopes is None:  # a program is nobody's presence
            await in_thread(presence.came, self.user_id, self.session, self.connection)

    async def _resume(self, position: str, seen: dict[str, int], frame_id: str | None) -> None:
        if self.held is None:
            self.held = []
        try:
            replay = await in_thread(self._replay, self.principal, position, seen)
        except Exception:
            self._release({})  # what was held must not wait for a replay that does not come
            raise
        replayed: dict[str, int] = {}
        if replay.frames is None:
            self._send(envelope.system("reset", {"cursor": replay.cursor}, frame_id))
        else:
            for topic, seq, frame in replay.frames:
                self._send(frame)
                replayed[topic] = seq
            self._send(envelope.system("resumed", {"cursor": replay.cursor, "seqs": replay.seqs}, frame_id))
        self._release(replayed)

    # events -----------------------------------------------------------------------------------------------------------
    def hand(self, batch: Batch) -> None:
        """Take frames from the hub; during a replay they wait. What an API key has no scope for is left out."""
        if self.ended or not self.hears(batch.topic):
            return
        if self.held is not None:
            self.held.extend(batch.deliveries)
            if len(self.held) > MAX_HELD:
                self.end(4490)
        elif not self.outbox.put(batch):
            self.end(4490)

    def beat(self, seqs: dict[str, int]) -> None:
        """Say that the connection lives, and how far the topics it hears have come."""
        if self.held is None:  # a replay says so itself
            mine = {topic: seq for topic, seq in seqs.items() if topic in self.topics and self.hears(topic)}
            self._send(envelope.system("heartbeat", {"seqs": mine}))

    def hears(self, topic: str) -> bool:
        """May this connection's credential hear a topic?"""
        return self.principal is None or may_hear(topic, self.principal.scopes)

    def _release(self, replayed: dict[str, int]) -> None:
        held, self.held = self.held or [], None
        for delivery in held:
            if delivery.seq is None or delivery.seq > replayed.get(delivery.topic, -1):
                self.hand(Batch(delivery.topic, [delivery]))

    def _send(self, text: str) -> None:
        if not self.ended and not self.outbox.put(Frames([text])):
            self.end(4490)

    # bounds -----------------------------------------------------------------------------------------------------------
    @cached_property
    def real_address(self) -> str:
        peer = (self.scope.get("client") or [""])[0]
        return client_address(peer, self._header(b"x-forwarded-for"))

    @property
    def address(self) -> str:
        return limit_key(self.real_address)

    def _signed(self) -> None:
        if self.counted:
            self.counted = False
            runtime().unsigned.discard(self.address)

    def _own_origin(self) -> bool:
        """A cookie may sign a socket in only from a page of our own."""
        origin, host = self._header(b"origin"), self._header(b"host")
        if origin in settings.SOCKET_ORIGINS:
            return True
        ours = validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
        return ours and origin == f"{urlsplit(settings.ORIGIN).scheme}://{host}"

    def _header(self, name: bytes) -> str:
        return dict(self.scope["headers"]).get(name, b"").decode("latin-1")

    def _count(self) -> None:
        now = time.monotonic()
        factor = settings.LIMITS_FACTOR
        self.allowance = min(BURST * factor, self.allowance + (now - self.counted_at) * COMMANDS_PER_SECOND * factor)
        self.counted_at = now
        if self.allowance < 1:
            self.refused += 1
            if self.refused > MAX_REFUSED:
                self.end(4429)
            raise TooMany()
        self.allowance -= 1

    def _expire(self, principal: Principal) -> None:
        if principal.expires_at is not None:
            seconds = (principal.expires_at - timezone.now()).total_seconds()
            self._timer("expire", max(0.0, seconds), lambda: self.end(4401))

    def _timer(self, name: str, seconds: float, action: Any) -> None:
        if earlier := self.timers.get(name):
            earlier.cancel()
        self.timers[name] = self.loop.call_later(seconds, action)

    def _fail(self, error: Exception, frame_id: str | None, close: int | None = None) -> None:
        problem: Problem = as_problem(error) or ServerFault()
        log_problem(error, problem)
        self._send(envelope.error(problem, frame_id))
        if isinstance(error, envelope.FrameInvalid):
            self.malformed += 1
            if self.malformed >= MALFORMED_BEFORE_CLOSE:
                close = 4400
        if close is None and problem.status == 401 and self.principal is not None:
            close = 4401
        if close is not None and problem.status != 503:
            self.ended = True
            self.outbox.finish(close)
