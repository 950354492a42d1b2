"""ASGI entry point: HTTP to Django, the socket to its consumer, start and stop to the lifespan."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - the apps must be loaded first

from altlas.bounded_body import bound_bodies  # noqa: E402
from altlas.http_handler import HttpHandler  # noqa: E402
from altlas.lifespan import Lifespan  # noqa: E402
from altlas.static_files import StaticFiles  # noqa: E402
from altlas.unknown_socket import close_unknown  # noqa: E402
from apps.realtime.routing import urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": bound_bodies(StaticFiles(HttpHandler())),
        "websocket": close_unknown(URLRouter(urlpatterns)),
        "lifespan": Lifespan(),
    }
)
