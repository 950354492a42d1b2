"""WSGI entry point, for tools that need one. Sockets need `altlas.asgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")
application = get_wsgi_application()
