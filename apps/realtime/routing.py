"""The socket's one address."""

from django.urls import path

from apps.realtime.consumers import SocketConsumer

urlpatterns = [path("ws/v1", SocketConsumer.as_asgi())]
