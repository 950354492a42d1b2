"""`/atlas`: knowledge, searched."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.commands.selectors import atlas_entries
from apps.commands.serializers import AtlasQuery, AtlasSerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid_query
from apps.core.rules import signed_in


class AtlasViewSet(ApiViewSet):
    throttle_name = "search"

    @signed_in("atlas:read")
    @extend_schema(
        summary="Search the archive",
        description=(
            'Every word of `q`, in Turkish or English and with any ending, must occur, a "phrase" as it stands, a '
            "`-word` must not; newest first."
        ),
        parameters=[AtlasQuery],
        responses=page_of(AtlasSerializer),
        operation_id="atlas_search",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(AtlasQuery, request)
        rows = atlas_entries(request.user, query.get("q", ""), query.get("tag", ""))
        return CursorPage(request, rows, ("id",)).response(lambda rows: AtlasSerializer(rows, many=True).data)
