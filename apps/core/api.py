"""`/versions`: what this API speaks."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.core.requests import Request
from apps.core.rest import ApiViewSet
from apps.core.rules import everyone


class VersionSerializer(serializers.Serializer):
    version = serializers.CharField()
    status = serializers.ChoiceField(choices=["current", "deprecated"])
    base = serializers.CharField()
    document = serializers.CharField()


class VersionsSerializer(serializers.Serializer):
    results = VersionSerializer(many=True)
    server = serializers.CharField(help_text="The version of the software.")


class VersionsViewSet(ApiViewSet):
    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="List the versions of the API",
        description="Open to everyone.",
        responses=VersionsSerializer,
        operation_id="versions_list",
    )
    def list(self, request: Request, version: str) -> Response:
        listed = [{"version": "1", "status": "current", "base": "/api/v1/", "document": "/api/v1/openapi"}]
        return Response({"results": listed, "server": settings.VERSION})
