"""Group commit: while one batch of a command is at work the next calls gather, and go together.

A call that finds nobody at work starts at once and alone, so nothing waits for company. The busier the process, the
larger the batches: one transaction, one flush to disk and one round of checks are shared by all in it.
"""

import asyncio
from collections.abc import Callable

from apps.realtime.calls import Call, run_all
from apps.realtime.pool import begin_batch
from apps.realtime.registry import Answer, Command

MAX_BATCH = 200


class Gatherer:
    """The calls of one command in one process. All methods run on the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, known: Command):
        self._loop = loop
        self._known = known
        self._waiting: list[tuple[Call, Callable[[Answer], None]]] = []
        self._busy = False

    def add(self, call: Call, answer: Callable[[Answer], None]) -> None:
        """Carry out a call with the next batch; `answer` is given its outcome."""
        self._waiting.append((call, answer))
        if not self._busy:
            self._busy = True
            self._loop.call_soon(self._go)  # what else was read in this round of the loop comes along

    def _go(self) -> None:
        batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
        work = begin_batch(run_all, self._known, [call for call, _answer in batch])
        work.add_done_callback(lambda done: self._done(batch, done))

    def _done(self, batch: list[tuple[Call, Callable[[Answer], None]]], done: asyncio.Future[list[Answer]]) -> None:
        if done.cancelled():
            return
        error = done.exception()
        outcomes = [error] * len(batch) if isinstance(error, Exception) else done.result()
        if self._waiting:
            self._go()
        else:
            self._busy = False
        for (_call, answer), outcome in zip(batch, outcomes, strict=True):
            answer(outcome)
