from typing import Any

from django.urls import path

from apps.groups.api.channels import (
    CategoryOverrideViewSet,
    CategoryViewSet,
    ChannelOverrideViewSet,
    ChannelViewSet,
)
from apps.groups.api.groups import GroupViewSet, MemberViewSet
from apps.groups.api.invites import GroupInviteViewSet, InviteViewSet, ServerInviteViewSet
from apps.groups.api.pictures import (
    CustomEmojiViewSet,
    GroupPictureViewSet,
    OpenPictureViewSet,
    ServerPictureViewSet,
)
from apps.groups.api.retention import ServerRetentionViewSet
from apps.groups.api.server_members import BanViewSet, ServerMemberViewSet
from apps.groups.api.server_roles import ServerRoleViewSet
from apps.groups.api.servers import ServerViewSet
from apps.groups.api.statistics import StatisticsViewSet

Methods = dict[str, Any]
_LIST: Methods = {"get": "list", "post": "create"}
_ONE: Methods = {"patch": "partial_update", "delete": "destroy"}
_SET: Methods = {"put": "update", "delete": "destroy"}
_SERVER = "servers/<uuid:key>"
_MEMBER = f"{_SERVER}/members/<uuid:user_id>"
_OVERRIDE = "overrides/<str:kind>/<uuid:target>"

urlpatterns = [
    path("servers", ServerViewSet.as_view(_LIST)),
    path(_SERVER, ServerViewSet.as_view({"get": "retrieve", "put": "update", **_ONE})),
    path(f"{_SERVER}/restore", ServerViewSet.as_view({"post": "restore"})),
    path(f"{_SERVER}/owner", ServerViewSet.as_view({"put": "owner"})),
    path(f"{_SERVER}/members", ServerMemberViewSet.as_view({"get": "list"})),
    path(_MEMBER, ServerMemberViewSet.as_view({"get": "retrieve", **_ONE})),
    path(f"{_MEMBER}/mute", ServerMemberViewSet.as_view({"put": "mute", "delete": "unmute"})),
    path(f"{_MEMBER}/roles/<uuid:role_id>", ServerMemberViewSet.as_view({"put": "give", "delete": "take"})),
    path(f"{_SERVER}/bans", BanViewSet.as_view({"get": "list"})),
    path(f"{_SERVER}/bans/<uuid:user_id>", BanViewSet.as_view(_SET)),
    path(f"{_SERVER}/roles", ServerRoleViewSet.as_view(_LIST)),
    path(f"{_SERVER}/roles/order", ServerRoleViewSet.as_view({"put": "order"})),
    path(f"{_SERVER}/roles/<uuid:role_id>", ServerRoleViewSet.as_view(_ONE)),
    path(f"{_SERVER}/channels", ChannelViewSet.as_view(_LIST)),
    path(f"{_SERVER}/channels/order", ChannelViewSet.as_view({"put": "order"})),
    path(f"{_SERVER}/channels/<uuid:channel_id>", ChannelViewSet.as_view({"get": "retrieve", **_ONE})),
    path(f"{_SERVER}/channels/<uuid:channel_id>/synced", ChannelViewSet.as_view({"put": "sync"})),
    path(f"{_SERVER}/channels/<uuid:place_id>/overrides", ChannelOverrideViewSet.as_view({"get": "list"})),
    path(f"{_SERVER}/channels/<uuid:place_id>/{_OVERRIDE}", ChannelOverrideViewSet.as_view(_SET)),
    path(f"{_SERVER}/categories", CategoryViewSet.as_view(_LIST)),
    path(f"{_SERVER}/categories/order", CategoryViewSet.as_view({"put": "order"})),
    path(f"{_SERVER}/categories/<uuid:category_id>", CategoryViewSet.as_view(_ONE)),
    path(f"{_SERVER}/categories/<uuid:place_id>/overrides", CategoryOverrideViewSet.as_view({"get": "list"})),
    path(f"{_SERVER}/categories/<uuid:place_id>/{_OVERRIDE}", CategoryOverrideViewSet.as_view(_SET)),
    path(f"{_SERVER}/retention", ServerRetentionViewSet.as_view({"get": "retrieve", **_SET})),
    path(f"{_SERVER}/stats", StatisticsViewSet.as_view({"get": "retrieve"})),
    path(f"{_SERVER}/emoji", CustomEmojiViewSet.as_view(_LIST)),
    path(f"{_SERVER}/emoji/<uuid:emoji_id>", CustomEmojiViewSet.as_view({"delete": "destroy"})),
    path("emoji/<uuid:key>", OpenPictureViewSet.as_view({"get": "emoji"})),
    path(f"{_SERVER}/picture", ServerPictureViewSet.as_view(_SET)),
    path(f"{_SERVER}/picture/<int:size>", OpenPictureViewSet.as_view({"get": "server"})),
    path(f"{_SERVER}/invites", ServerInviteViewSet.as_view(_LIST)),
    path(f"{_SERVER}/invites/<uuid:invite_id>", ServerInviteViewSet.as_view({"delete": "destroy"})),
    path("groups", GroupViewSet.as_view({"post": "create"})),
    path("groups/<uuid:key>", GroupViewSet.as_view({"get": "retrieve", "put": "update", **_ONE})),
    path("groups/<uuid:key>/avatar", GroupPictureViewSet.as_view(_SET)),
    path("groups/<uuid:key>/avatar/<int:size>", OpenPictureViewSet.as_view({"get": "group"})),
    path("groups/<uuid:key>/owner", GroupViewSet.as_view({"put": "owner"})),
    path("groups/<uuid:key>/members", MemberViewSet.as_view({"get": "list", "post": "create"})),
    path("groups/<uuid:key>/members/<uuid:user_id>", MemberViewSet.as_view({"delete": "destroy"})),
    path("groups/<uuid:key>/members/<uuid:user_id>/role", MemberViewSet.as_view({"put": "role"})),
    path("groups/<uuid:key>/invites", GroupInviteViewSet.as_view({"get": "list", "post": "create"})),
    path("groups/<uuid:key>/invites/<uuid:invite_id>", GroupInviteViewSet.as_view({"delete": "destroy"})),
    path("invites/<str:code>", InviteViewSet.as_view({"get": "retrieve"})),
    path("invites/<str:code>/accept", InviteViewSet.as_view({"post": "accept"})),
]
