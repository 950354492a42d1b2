"""`/messages/search`: the HTTP door of the full-text search."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response

from apps.accounts.reach import hidden_from
from apps.chat.models import Message
from apps.chat.search import asking
from apps.chat.search.finding import messages_found
from apps.chat.search.keeping import catch_up
from apps.chat.search.marking import marks
from apps.chat.search_serializers import FoundMessageSerializer, MessageSearchQuery, SearchNotReadySerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid_query
from apps.core.rules import signed_in
from apps.core.wake import wake_now

CATCH_UP_BATCHES = 2  # what a search does of the index's work before it asks to come back
RETRY_SECONDS = 2


class MessageSearchViewSet(ApiViewSet):
    throttle_name = "search"

    @signed_in("messages:read")
    @extend_schema(
        summary="Search messages",
        description=(
            "Full text, in Turkish and English, of what you may see now, the newest first: words by their stem "
            '(`kitapları` finds `kitap`), parts of words from three letters on, a `"phrase"`, `-without`; capitals and '
            "accents make no difference, and İ, I, ı and i are one letter. Filters stand in the text or in parameters "
            "of their own: `from:` a username or `me`, `in:` the name or id of a conversation or `@username`, `has:` "
            "`link`, `reply`, `command` …, `before:` and `after:` a day (yours) or a time. A filter that means nothing "
            "is a 400 whose error tells its `position` in `q`. `highlights` are stretches of `text` in characters "
            "(code points), `end` exclusive. 202 with `Retry-After` while the index is made. 60 searches a minute."
        ),
        parameters=[MessageSearchQuery],
        responses={
            200: page_of(FoundMessageSerializer),
            202: OpenApiResponse(SearchNotReadySerializer, "the index is being made: ask again"),
        },
        operation_id="messages_search",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(MessageSearchQuery, request)
        parameters = {name: query[name] for name in asking.FILTERS if name in query}
        asked = asking.read(query.get("q", ""), parameters)
        if not catch_up(CATCH_UP_BATCHES):
            wake_now("apps.chat.tasks.keep_search_index")
            body = {"code": "search.index_not_ready", "retry_after": RETRY_SECONDS}
            return Response(body, status=202, headers={"Retry-After": str(RETRY_SECONDS)})
        page: CursorPage[Message] = CursorPage(request, messages_found(request.user, asked), ("created_at", "id"))

        hidden = hidden_from(request.user.pk)

        def render(rows: list[Message]) -> list[dict[str, Any]]:
            return [
                FoundMessageSerializer(row, context={"highlights": marks(row.text, asked.terms), "hidden": hidden}).data
                for row in rows
            ]

        return page.response(render)
