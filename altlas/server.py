"""The web server of one process: uvicorn, which closes its sockets as restarting before it stops."""

import uvicorn
from django.conf import settings

from apps.realtime.runtime import stop_runtime

SPREAD_SECONDS = 10.0  # security.md section 5: clients come back spread over so long


class Server(uvicorn.Server):
    """Stops in this order: no new requests, sockets closed with 1012, requests at work finished."""

    async def shutdown(self, sockets: list | None = None) -> None:
        for server in self.servers:
            server.close()
        await stop_runtime(seconds=0.5 if settings.EMBEDDED else SPREAD_SECONDS)
        await super().shutdown(sockets)
