"""`/schemas`: the JSON Schemas of the documents."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.commands.formats.schema import PUBLISHED, published
from apps.commands.serializers import SchemasSerializer
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet
from apps.core.rules import everyone


class SchemaViewSet(ApiViewSet):
    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="List the JSON Schemas of documents",
        description="JSON Schema 2020-12 of `.alt`, `.last` and `.atlas`. Open to everyone.",
        responses=SchemasSerializer,
        operation_id="schemas_list",
    )
    def list(self, request: Request, version: str) -> Response:
        return Response({"results": [{"name": name, "url": f"/api/v1/schemas/{name}"} for name in PUBLISHED]})

    @everyone()
    @extend_schema(
        summary="Read a JSON Schema",
        description="`alt-2.0`, `last-1.0` or `atlas-1.0`, for editors and validators. Open to everyone.",
        responses={200: OpenApiTypes.OBJECT},
        operation_id="schemas_read",
    )
    def retrieve(self, request: Request, version: str, name: str) -> Response:
        require(name in PUBLISHED, NotFound)
        return Response(published(name))
