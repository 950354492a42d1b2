"""One room; every message is stored by the ORM and sent to the group."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.baseline.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.db import database_sync_to_async  # noqa: E402
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from tests.load.baseline.models import Message  # noqa: E402


class Room(AsyncJsonWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()
        await self.send_json({"type": "ready"})

    async def disconnect(self, code):
        await self.channel_layer.group_discard("room", self.channel_name)

    async def receive_json(self, content):
        message = await database_sync_to_async(Message.objects.create)(text=content["data"]["text"])
        event = {"type": "room.message", "id": message.pk, "text": message.text}
        await self.channel_layer.group_send("room", event)

    async def room_message(self, event):
        await self.send_json({"type": "message.created", "data": {"id": event["id"], "text": event["text"]}})


application = ProtocolTypeRouter({"http": http, "websocket": URLRouter([path("ws/v1", Room.as_asgi())])})
