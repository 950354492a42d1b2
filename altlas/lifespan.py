"""Start and stop of a web process: the realtime runtime and, embedded, the worker and its timers."""

import asyncio
import gc
from typing import Any

import structlog
from django.conf import settings

from altlas.embedded import EmbeddedWorker
from apps.realtime.runtime import runtime, stop_runtime

log = structlog.get_logger(__name__)
# New objects until the youngest are looked through, and how many times that until the next older: what a batch of sends
# makes dies by itself, and looking through all the code and models again and again took a tenth of the time.
COLLECT = (20_000, 20, 20)


class Lifespan:
    """The ASGI lifespan protocol."""

    def __init__(self) -> None:
        self.worker: EmbeddedWorker | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                runtime()
                gc.collect()
                gc.freeze()  # what is loaded stays
                gc.set_threshold(*COLLECT)
                if settings.EMBEDDED:
                    self.worker = EmbeddedWorker()
                    self.worker.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await stop_runtime(seconds=1.0 if settings.EMBEDDED else 10.0)
                if self.worker is not None:
                    await asyncio.to_thread(self.worker.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return
