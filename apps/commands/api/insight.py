"""Figures, suggestions, and one search over everything that was said and found out."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.search.keeping import catch_up
from apps.chat.serializers import MessageSerializer
from apps.commands.insight.selectors import figures, suggestions
from apps.commands.insight.serializers import (
    AnalyticsQuery,
    AnalyticsSerializer,
    EverythingSerializer,
    SearchQuery,
    SuggestionsSerializer,
)
from apps.commands.searching import found_atlas, found_commands, found_messages
from apps.commands.serializers import AtlasSerializer, CommandSerializer
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid_query
from apps.core.rules import signed_in

CATCH_UP_BATCHES = 2


class InsightViewSet(ApiViewSet):
    @signed_in("commands:read")
    @extend_schema(
        summary="Figures of my commands",
        description="How many, how they ended, how long they took, by day and by task type.",
        parameters=[AnalyticsQuery],
        responses=AnalyticsSerializer,
        operation_id="commands_analytics",
    )
    def analytics(self, request: Request, version: str) -> Response:
        return Response(figures(request.user, valid_query(AnalyticsQuery, request).get("days", 30)))

    @signed_in("commands:read")
    @extend_schema(
        summary="What I may want to run again",
        description="What I ran on this day last week, or often lately, and not today; at most five.",
        responses=SuggestionsSerializer,
        operation_id="commands_suggestions",
    )
    def suggestions(self, request: Request, version: str) -> Response:
        return Response({"results": suggestions(request.user)})


class EverythingViewSet(ApiViewSet):
    throttle_name = "search"

    @signed_in("messages:read")
    @extend_schema(
        summary="Search everything",
        description=(
            "Messages, knowledge and commands that you may see now, the newest of each. Each kind has a search of its "
            "own with pages and filters: `/messages/search`, `/atlas`, `/commands?q=`."
        ),
        parameters=[SearchQuery],
        responses=EverythingSerializer,
        operation_id="search_everything",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(SearchQuery, request)
        text, limit = query["q"], query.get("limit", 5)
        catch_up(CATCH_UP_BATCHES)
        scopes = getattr(request.auth, "scopes", None)  # a key sees of each kind what it may
        atlas = found_atlas(request.user, text)[:limit] if scopes is None or "atlas:read" in scopes else ()
        commands = found_commands(request.user, text)[:limit] if scopes is None or "commands:read" in scopes else ()
        return Response(
            {
                "messages": MessageSerializer(found_messages(request.user, text, {})[:limit], many=True).data,
                "atlas": AtlasSerializer(atlas, many=True).data,
                "commands": CommandSerializer(commands, many=True).data,
            }
        )
