"""`/servers/{id}/retention`: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.chat.retention.rules import kept_by_installation
from apps.chat.retention.serializers import RetentionInput
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in
from apps.groups.actions.retention import follow_installation, keep_server_messages
from apps.groups.api.servers import visible_server
from apps.groups.models import Server


class ServerKeptSerializer(serializers.Serializer):
    """How long messages are kept in a server, where a channel does not say otherwise."""

    server = serializers.UUIDField()
    days = serializers.IntegerField(allow_null=True, help_text="null: for good")
    by = serializers.ChoiceField(choices=["server", "installation"], allow_null=True, help_text="null: no rule")


class ServerRetentionViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="See how long a server keeps messages",
        description="By its own rule, else the installation's. Of a channel: `GET /conversations/{id}/retention`.",
        responses=ServerKeptSerializer,
        operation_id="server_retention",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        return _kept(visible_server(request, key))

    @signed_in("servers:write")
    @extend_schema(
        summary="Say how long a server keeps messages",
        description=(
            "7 to 3,650 days; what is older is removed within an hour, for everybody, in every channel that does not "
            "say otherwise. Needs `manage_server`."
        ),
        request=RetentionInput,
        responses=ServerKeptSerializer,
        operation_id="server_retention_set",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(RetentionInput, request)
        return _kept(keep_server_messages(actor=request.user, server=visible_server(request, key), **data))

    @signed_in("servers:write")
    @extend_schema(
        summary="Let the installation say how long a server keeps messages",
        description="Needs `manage_server`. Twice is no error.",
        responses=ServerKeptSerializer,
        operation_id="server_retention_unset",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        return _kept(follow_installation(actor=request.user, server=visible_server(request, key)))


def _kept(server: Server) -> Response:
    days, by = server.retention_days, "server"
    if not server.retention_decides:
        whole = kept_by_installation()
        days, by = whole.days, whole.by  # type: ignore[assignment]
    return Response({"server": str(server.pk), "days": days, "by": by})
