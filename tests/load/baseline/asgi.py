"""Rooms; every message is stored by the ORM and sent to the group."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.baseline.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from tests.load.baseline.models import Membership, Message  # noqa: E402


class Room(AsyncJsonWebsocketConsumer):
    async def connect(self):
        self.room = self.scope["url_route"]["kwargs"]["room"]
        self.user = self.scope["user"]
        if not await Membership.objects.filter(room_id=self.room, user_id=self.user.pk).aexists():
            await self.close(code=4003)
            return
        await self.channel_layer.group_add(f"room_{self.room}", self.channel_name)
        await self.accept()
        await self.send_json({"type": "ready"})

    async def disconnect(self, code):
        await self.channel_layer.group_discard(f"room_{self.room}", self.channel_name)

    async def receive_json(self, content):
        message = await Message.objects.acreate(room_id=self.room, author_id=self.user.pk, text=content["text"])
        event = {
            "type": "room.message",
            "id": message.pk,
            "author": self.user.username,
            "text": message.text,
            "created_at": message.created_at.isoformat(),
        }
        await self.channel_layer.group_send(f"room_{self.room}", event)

    async def room_message(self, event):
        await self.send_json(event)


sockets = AuthMiddlewareStack(URLRouter([path("ws/rooms/<int:room>", Room.as_asgi())]))
application = ProtocolTypeRouter({"http": http, "websocket": sockets})
