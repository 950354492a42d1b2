"""`/servers/{id}/channels`, `/categories` and their overrides: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.selectors import thread_mention_counts
from apps.chat.serializers import ConversationSerializer
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.permissions import get_visible, require
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, seen_version, tagged, valid
from apps.core.rules import signed_in
from apps.groups.actions.channels import (
    change_category,
    change_channel,
    create_category,
    create_channel,
    delete_category,
    delete_channel,
    order_categories,
    order_channels,
)
from apps.groups.actions.overrides import Place, remove_override, set_override, sync_channel
from apps.groups.api.servers import visible_server
from apps.groups.models import Category, Channel
from apps.groups.permissions import can_manage_channels, can_manage_roles
from apps.groups.problems import CannotManageServer
from apps.groups.selectors.servers import categories_of, channels_of, overrides_of
from apps.groups.serializers.channels import CategorySerializer, ChannelSerializer, OverrideSerializer
from apps.groups.serializers.inputs import (
    CategoryInput,
    CategoryOrderInput,
    ChangeChannelInput,
    ChannelOrderInput,
    CreateChannelInput,
    OverrideInput,
)


def visible_channel(request: Request, key: UUID, channel_id: UUID) -> Channel:
    """Load a channel that the caller sees."""
    rows = Channel.objects.visible_to(request.user).select_related("conversation", "category", "server")
    return get_visible(rows, request.user, channel_id, server=visible_server(request, key))


def visible_category(request: Request, key: UUID, category_id: UUID) -> Category:
    """Load a category that the caller sees: with a channel of theirs in it, or as one who arranges them."""
    server = visible_server(request, key)
    rows = categories_of(request.user, server, all_of_them=can_manage_channels(request.user, server))
    return get_visible(rows.select_related("server"), request.user, category_id)


class ChannelViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="List the channels of a server",
        description=(
            "Those that you see, in their order, as conversations: with the last message, unread counts and what you "
            "may do there. At most 200, so all on one page. Answers an ETag."
        ),
        responses=page_of(ConversationSerializer),
        operation_id="channels_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        rows = list(channels_of(request.user, visible_server(request, key)))
        called = thread_mention_counts(request.user, [row.pk for row in rows])
        context = {"thread_mentions": called}
        found = ConversationSerializer(rows, many=True, context=context).data
        return tagged(request, Response({"results": found, "next": None, "previous": None}))

    @signed_in("servers:write")
    @extend_schema(
        summary="Make a channel",
        description=(
            "Needs `manage_channels`. Its `id` is that of its conversation: send, read and search there. It begins "
            "with what holds in its category."
        ),
        request=CreateChannelInput,
        responses={201: ChannelSerializer},
        operation_id="channels_create",
    )
    @idempotent
    def create(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(CreateChannelInput, request)
        channel = create_channel(actor=request.user, server=visible_server(request, key), **data)
        where = f"/api/v1/servers/{key}/channels/{channel.pk}"
        return Response(ChannelSerializer(channel).data, status=201, headers={"Location": where})

    @signed_in("servers:read")
    @extend_schema(
        summary="Read a channel",
        responses=ChannelSerializer,
        operation_id="channels_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID, channel_id: UUID) -> Response:
        channel = visible_channel(request, key, channel_id)
        tag = f'"{channel.pk}-{channel.conversation.version}"'
        return Response(ChannelSerializer(channel).data, headers={"ETag": tag})

    @signed_in("servers:write")
    @extend_schema(
        summary="Change a channel",
        description="Needs `manage_channels`. In another category it stands last. `If-Match`: 412 where it changed.",
        request=ChangeChannelInput,
        responses=ChannelSerializer,
        operation_id="channels_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID, channel_id: UUID) -> Response:
        data = valid(ChangeChannelInput, request)
        channel = visible_channel(request, key, channel_id)
        seen = seen_version(request, channel.conversation)
        return Response(ChannelSerializer(change_channel(actor=request.user, channel=channel, seen=seen, **data)).data)

    @signed_in("servers:write")
    @extend_schema(
        summary="Delete a channel",
        description="Needs `manage_channels`. Gone at once for all, with everything that was said in it.",
        responses={204: None},
        operation_id="channels_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID, channel_id: UUID) -> Response:
        delete_channel(actor=request.user, channel=visible_channel(request, key, channel_id))
        return Response(status=204)

    @signed_in("servers:write")
    @extend_schema(
        summary="Order the channels of a category",
        description=(
            "Name all that you see in it (`category` null: in none); the others keep their place. Those that come from "
            "elsewhere move here."
        ),
        request=ChannelOrderInput,
        responses={204: None},
        operation_id="channels_order",
    )
    def order(self, request: Request, version: str, key: UUID) -> Response:
        order_channels(actor=request.user, server=visible_server(request, key), **valid(ChannelOrderInput, request))
        return Response(status=204)

    @signed_in("servers:write")
    @extend_schema(
        summary="Let a channel be as its category",
        description="Its own overrides go. Needs `manage_channels` and `manage_roles`.",
        request=None,
        responses=ChannelSerializer,
        operation_id="channels_sync",
    )
    def sync(self, request: Request, version: str, key: UUID, channel_id: UUID) -> Response:
        channel = sync_channel(actor=request.user, channel=visible_channel(request, key, channel_id))
        return Response(ChannelSerializer(channel).data)


class CategoryViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="List the categories of a server",
        description="Those with a channel that you see; all with `manage_channels`. At most 50.",
        responses=page_of(CategorySerializer),
        operation_id="categories_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        server = visible_server(request, key)
        rows = categories_of(request.user, server, all_of_them=can_manage_channels(request.user, server))
        return Response({"results": CategorySerializer(rows, many=True).data, "next": None, "previous": None})

    @signed_in("servers:write")
    @extend_schema(
        summary="Make a category",
        description="Needs `manage_channels`.",
        request=CategoryInput,
        responses={201: CategorySerializer},
        operation_id="categories_create",
    )
    @idempotent
    def create(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(CategoryInput, request)
        category = create_category(actor=request.user, server=visible_server(request, key), **data)
        return Response(CategorySerializer(category).data, status=201)

    @signed_in("servers:write")
    @extend_schema(
        summary="Rename a category",
        description="Needs `manage_channels`.",
        request=CategoryInput,
        responses=CategorySerializer,
        operation_id="categories_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID, category_id: UUID) -> Response:
        data = valid(CategoryInput, request)
        category = change_category(actor=request.user, category=visible_category(request, key, category_id), **data)
        return Response(CategorySerializer(category).data)

    @signed_in("servers:write")
    @extend_schema(
        summary="Remove a category",
        description="Its channels stay, with what held in them. Needs `manage_channels`.",
        responses={204: None},
        operation_id="categories_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID, category_id: UUID) -> Response:
        delete_category(actor=request.user, category=visible_category(request, key, category_id))
        return Response(status=204)

    @signed_in("servers:write")
    @extend_schema(
        summary="Order the categories",
        description="All of them. Needs `manage_channels`.",
        request=CategoryOrderInput,
        responses={204: None},
        operation_id="categories_order",
    )
    def order(self, request: Request, version: str, key: UUID) -> Response:
        order_categories(actor=request.user, server=visible_server(request, key), **valid(CategoryOrderInput, request))
        return Response(status=204)


class _Overrides(ApiViewSet):
    """What differs in one place, for roles and for members."""

    @staticmethod
    def place(request: Request, key: UUID, place_id: UUID) -> Place:
        """Load the channel or the category; each view knows which."""
        raise NotImplementedError("a view of overrides says where they are")

    def list(self, request: Request, version: str, key: UUID, place_id: UUID) -> Response:
        place = self.place(request, key, place_id)
        server = visible_server(request, key)
        seen = can_manage_channels(request.user, server) or can_manage_roles(request.user, server)
        require(seen, CannotManageServer)
        found = OverrideSerializer(overrides_of(place), many=True).data
        return Response({"results": found, "next": None, "previous": None})

    def update(self, request: Request, version: str, key: UUID, place_id: UUID, kind: str, target: UUID) -> Response:
        data = valid(OverrideInput, request)
        place = self.place(request, key, place_id)
        override = set_override(actor=request.user, place=place, **_whom(kind, target), **data)
        return Response(OverrideSerializer(override).data)

    def destroy(self, request: Request, version: str, key: UUID, place_id: UUID, kind: str, target: UUID) -> Response:
        remove_override(actor=request.user, place=self.place(request, key, place_id), **_whom(kind, target))
        return Response(status=204)


def _whom(kind: str, target: UUID) -> dict[str, Any]:
    if kind not in ("role", "member"):
        raise NotFound()
    return {"role" if kind == "role" else "user": target}


class ChannelOverrideViewSet(_Overrides):
    @staticmethod
    def place(request: Request, key: UUID, place_id: UUID) -> Place:
        return visible_channel(request, key, place_id)

    @signed_in("servers:read")
    @extend_schema(
        summary="List what differs in a channel",
        description="Its own overrides, or those of its category. Needs `manage_channels` or `manage_roles`.",
        responses=page_of(OverrideSerializer),
        operation_id="channel_overrides_list",
    )
    def list(self, request: Request, version: str, key: UUID, place_id: UUID) -> Response:
        return super().list(request, version, key, place_id)

    @signed_in("servers:write")
    @extend_schema(
        summary="Allow or deny something in a channel",
        description=(
            "To a `role` or a `member`. Needs `manage_channels` and `manage_roles`; only permissions that you have, "
            "and only for what stands below you. The channel is then no longer as its category."
        ),
        request=OverrideInput,
        responses=OverrideSerializer,
        operation_id="channel_overrides_set",
    )
    def update(self, request: Request, version: str, key: UUID, place_id: UUID, kind: str, target: UUID) -> Response:
        return super().update(request, version, key, place_id, kind, target)

    @signed_in("servers:write")
    @extend_schema(
        summary="Let a channel differ no more",
        description="For a `role` or a `member`.",
        responses={204: None},
        operation_id="channel_overrides_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, place_id: UUID, kind: str, target: UUID) -> Response:
        return super().destroy(request, version, key, place_id, kind, target)


class CategoryOverrideViewSet(_Overrides):
    @staticmethod
    def place(request: Request, key: UUID, place_id: UUID) -> Place:
        return visible_category(request, key, place_id)

    @signed_in("servers:read")
    @extend_schema(
        summary="List what differs in a category",
        description="Needs `manage_channels` or `manage_roles`.",
        responses=page_of(OverrideSerializer),
        operation_id="category_overrides_list",
    )
    def list(self, request: Request, version: str, key: UUID, place_id: UUID) -> Response:
        return super().list(request, version, key, place_id)

    @signed_in("servers:write")
    @extend_schema(
        summary="Allow or deny something in a category",
        description="As with a channel; it holds in every channel that is as its category.",
        request=OverrideInput,
        responses=OverrideSerializer,
        operation_id="category_overrides_set",
    )
    def update(self, request: Request, version: str, key: UUID, place_id: UUID, kind: str, target: UUID) -> Response:
        return super().update(request, version, key, place_id, kind, target)

    @signed_in("servers:write")
    @extend_schema(
        summary="Let a category differ no more",
        description="For a `role` or a `member`.",
        responses={204: None},
        operation_id="category_overrides_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, place_id: UUID, kind: str, target: UUID) -> Response:
        return super().destroy(request, version, key, place_id, kind, target)
