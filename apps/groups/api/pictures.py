"""Pictures of groups and servers, and the emoji of servers: the HTTP door."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from apps.accounts.api.avatars import AnyAccept, CropQuery, PictureParser, PictureQuery, sent_crop, sent_picture
from apps.accounts.avatars import SIZES, path_of
from apps.chat.group_pictures import remove_group_picture, set_group_picture
from apps.chat.group_serializers import GroupSerializer
from apps.chat.models import Conversation
from apps.core.openapi import page_of
from apps.core.permissions import get_visible, require
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, Input, valid_query
from apps.core.rules import everyone, signed_in
from apps.groups.actions.emoji import EMOJI_SIZE, add_emoji, remove_emoji, remove_picture, set_picture
from apps.groups.api.groups import visible_group
from apps.groups.api.servers import visible_server
from apps.groups.models import CustomEmoji, Server
from apps.groups.selectors.servers import server_for
from apps.groups.serializers.servers import CustomEmojiSerializer, ServerSerializer

PICTURE = (
    "The bytes of a JPEG, PNG, GIF or WebP of at most 20 MB, 50 million pixels and 12,000 on a side, as the body or as "
    "`file` of a form. It is made anew, square, without what cameras write into it. 400 `avatar.invalid`, 413 "
    "`avatar.too_large`, 415 `request.unsupported_media_type`; 60 a minute."
)


class EmojiQuery(Input):
    name = serializers.CharField(max_length=32, help_text="2 to 32 letters, digits or underscores")


class Uploads(ApiViewSet):
    """What takes the bytes of a picture; such requests count as uploads."""

    parser_classes = (PictureParser, MultiPartParser)

    @property
    def throttle_name(self) -> str | None:
        return "uploads" if self.request.method in ("POST", "PUT") else None


class CustomEmojiViewSet(Uploads):
    @signed_in("servers:read")
    @extend_schema(
        summary="List the emoji of a server",
        description="By name; at most 200, so all on one page.",
        responses=page_of(CustomEmojiSerializer),
        operation_id="server_emoji_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        rows = visible_server(request, key).emoji.order_by("name", "id")
        return Response({"results": CustomEmojiSerializer(rows, many=True).data, "next": None, "previous": None})

    @signed_in("servers:write")
    @extend_schema(
        summary="Add an emoji to a server",
        description=f"Needs `manage_emoji`; members write it as `:name:` and react with it. At most 200. {PICTURE}",
        parameters=[EmojiQuery],
        request={"image/*": OpenApiTypes.BINARY},
        responses={201: CustomEmojiSerializer},
        operation_id="server_emoji_add",
    )
    def create(self, request: Request, version: str, key: UUID) -> Response:
        server = visible_server(request, key)
        name = valid_query(EmojiQuery, request)["name"]
        emoji = add_emoji(actor=request.user, server=server, name=name, content=sent_picture(request))
        return Response(CustomEmojiSerializer(emoji).data, status=201)

    @signed_in("servers:write")
    @extend_schema(
        summary="Remove an emoji",
        description="Needs `manage_emoji`. Where it was used its name is left.",
        responses={204: None},
        operation_id="server_emoji_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, emoji_id: UUID) -> Response:
        rows = visible_server(request, key).emoji.select_related("server")
        remove_emoji(actor=request.user, emoji=get_visible(rows, request.user, emoji_id))
        return Response(status=204)


class ServerPictureViewSet(Uploads):
    @signed_in("servers:write")
    @extend_schema(
        summary="Set the picture of a server",
        description=f"Needs `manage_server`. {PICTURE}",
        request={"image/*": OpenApiTypes.BINARY},
        responses=ServerSerializer,
        operation_id="server_picture_set",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        server = set_picture(actor=request.user, server=visible_server(request, key), content=sent_picture(request))
        return Response(ServerSerializer(server_for(request.user, server.pk)).data)

    @signed_in("servers:write")
    @extend_schema(
        summary="Remove the picture of a server",
        description="Needs `manage_server`. Twice is no error.",
        responses={204: None},
        operation_id="server_picture_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        remove_picture(actor=request.user, server=visible_server(request, key))
        return Response(status=204)


class GroupPictureViewSet(Uploads):
    @signed_in("groups:write")
    @extend_schema(
        summary="Set the picture of a group",
        description=f"Whoever may change the group. {PICTURE}",
        parameters=[CropQuery],
        request={"image/*": OpenApiTypes.BINARY},
        responses=GroupSerializer,
        operation_id="group_avatar_set",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        group, crop = visible_group(request, key), sent_crop(request)
        set_group_picture(actor=request.user, conversation=group, content=sent_picture(request), crop=crop)
        return Response(GroupSerializer(visible_group(request, key)).data)

    @signed_in("groups:write")
    @extend_schema(
        summary="Remove the picture of a group",
        description="Whoever may change the group. Twice is no error.",
        responses={204: None},
        operation_id="group_avatar_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        remove_group_picture(actor=request.user, conversation=visible_group(request, key))
        return Response(status=204)


class OpenPictureViewSet(ApiViewSet):
    """Open to whoever has the address: it holds 256 random bits that only members are told."""

    authentication_classes: list = []
    content_negotiation_class = AnyAccept
    throttle_name = "picture"

    @everyone()
    @extend_schema(
        summary="Read the picture of a server",
        description="`picture_url` of a server is such an address. Sizes are 64, 128, 256 and 512.",
        parameters=[PictureQuery],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
        operation_id="server_picture",
    )
    def server(self, request: Request, version: str, key: UUID, size: int) -> HttpResponse:
        server = Server.objects.filter(pk=key, deletes_at=None).only("picture").first()
        require(size in SIZES, NotFound)
        return _picture(request, server.picture if server else "", size)

    @everyone()
    @extend_schema(
        summary="Read the picture of a group",
        description="`avatar_url` of a group is such an address. Sizes are 64, 128, 256 and 512.",
        parameters=[PictureQuery],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
        operation_id="group_avatar",
    )
    def group(self, request: Request, version: str, key: UUID, size: int) -> HttpResponse:
        group = (
            Conversation.objects.filter(pk=key, kind=Conversation.Kind.GROUP, deleted_at=None).only("avatar").first()
        )
        require(size in SIZES, NotFound)
        return _picture(request, group.avatar if group else "", size)

    @everyone()
    @extend_schema(
        summary="Read an emoji",
        description="`url` of a server's emoji is such an address.",
        parameters=[PictureQuery],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
        operation_id="emoji_picture",
    )
    def emoji(self, request: Request, version: str, key: UUID) -> HttpResponse:
        emoji = CustomEmoji.objects.filter(pk=key).only("picture").first()
        return _picture(request, emoji.picture if emoji else "", EMOJI_SIZE)


def _picture(request: Request, name: str, size: int) -> HttpResponse:
    """Answer the file of a picture to whoever knows its name."""
    wanted = request.query_params.get("v", "")
    require(bool(name) and constant_time_compare(wanted.encode(), name.encode()), NotFound)
    try:
        with default_storage.open(path_of(name, size)) as file:
            content = file.read()
    except FileNotFoundError:
        raise NotFound() from None
    return HttpResponse(
        content,
        content_type="image/webp",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
