"""`/servers/{id}/stats`: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.core.permissions import require
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, Input, valid_query
from apps.core.rules import signed_in
from apps.groups.api.servers import visible_server
from apps.groups.permissions import can_see_statistics
from apps.groups.problems import CannotManageServer
from apps.groups.selectors.statistics import statistics_of


class StatisticsQuery(Input):
    days = serializers.IntegerField(required=False, min_value=1, max_value=365, default=30)


class ServerDaySerializer(serializers.Serializer):
    day = serializers.DateField(help_text="UTC")
    members = serializers.IntegerField(help_text="at its end; today: now")
    joined = serializers.IntegerField()
    left = serializers.IntegerField()
    messages = serializers.IntegerField()
    active = serializers.IntegerField(help_text="how many people wrote")


class StatisticsSerializer(serializers.Serializer):
    member_count = serializers.IntegerField()
    days = ServerDaySerializer(many=True, help_text="the oldest first; none before the server was made")


class StatisticsViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="See how a server goes",
        description="Members, messages and active people day by day. Needs `view_statistics` or `manage_server`.",
        parameters=[StatisticsQuery],
        responses=StatisticsSerializer,
        operation_id="server_stats",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        server = visible_server(request, key)
        require(can_see_statistics(request.user, server), CannotManageServer)
        days = statistics_of(server, valid_query(StatisticsQuery, request)["days"])
        return Response(StatisticsSerializer({"member_count": server.member_count, "days": days}).data)
