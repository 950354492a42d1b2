"""ASGI entry point: HTTP to Django, the socket to its consumer, start and stop to the lifespan."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - the apps must be loaded first

from altlas.bounded_body import bound_bodies  # noqa: E402
from altlas.lifespan import Lifespan  # noqa: E402
from altlas.unknown_socket import close_unknown  # noqa: E402
from apps.realtime.routing import urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {"http": bound_bodies(http), "websocket": close_unknown(URLRouter(urlpatterns)), "lifespan": Lifespan()}
)
