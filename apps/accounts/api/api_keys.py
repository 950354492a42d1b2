"""`/auth/api-keys`: keys for programs. No key manages keys: none of this names a scope."""

from datetime import timedelta
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.api_keys import GRACE, change_api_key, create_api_key, revoke_api_key, rotate_api_key
from apps.accounts.key_serializers import (
    ApiKeyChange,
    ApiKeyInput,
    ApiKeySerializer,
    NewApiKeySerializer,
    RotateInput,
    ScopeSerializer,
)
from apps.accounts.models import ApiKey
from apps.core.openapi import page_of
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, single, valid
from apps.core.rules import signed_in
from apps.core.scopes import catalogue


class ApiKeyViewSet(ApiViewSet):
    @signed_in()
    @extend_schema(
        summary="List my API keys",
        description="At most 50, the newest first; revoked ones are gone. The keys themselves cannot be read again.",
        responses=page_of(ApiKeySerializer),
        operation_id="auth_api_keys_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = ApiKey.objects.kept().filter(owner=request.user).order_by("-created_at", "-id")
        return Response({"results": ApiKeySerializer(rows, many=True).data, "next": None, "previous": None})

    @signed_in()
    @extend_schema(
        summary="Make an API key",
        description=(
            "`key` in the answer is shown this once. 403 `auth.fresh_factor_required`: reauthenticate first. 409 "
            "`api_key.too_many` beyond 50."
        ),
        request=ApiKeyInput,
        responses={201: NewApiKeySerializer},
        operation_id="auth_api_keys_create",
    )
    def create(self, request: Request, version: str) -> Response:
        key, text = create_api_key(actor=request.user, session=request.auth, **valid(ApiKeyInput, request))
        return Response({**ApiKeySerializer(key).data, "key": text}, status=201)

    @signed_in()
    @extend_schema(
        summary="Read one of my API keys",
        description="Answers an ETag. 404 `object.not_found`, also for a revoked key.",
        responses=ApiKeySerializer,
        operation_id="auth_api_keys_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        found = self._mine(request, key)
        return single(request, found, ApiKeySerializer(found))

    @signed_in()
    @extend_schema(
        summary="Change one of my API keys",
        description=(
            "Only what is named changes; the key's sockets close. 403 `auth.fresh_factor_required`, 404 "
            "`object.not_found`, 412 `object.stale`."
        ),
        request=ApiKeyChange,
        responses=ApiKeySerializer,
        operation_id="auth_api_keys_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        found = self._mine(request, key)
        data = valid(ApiKeyChange, request)
        check_if_match(request, found)
        seen = found if request.headers.get("If-Match", "*") != "*" else None
        found = change_api_key(actor=request.user, session=request.auth, key=found, seen=seen, **data)
        return single(request, found, ApiKeySerializer(found))

    @signed_in()
    @extend_schema(
        summary="Rotate one of my API keys",
        description=(
            "A new `key`, shown this once; the one before stays good for `grace_seconds` (24 hours unless said, 0 ends "
            "it at once). 403 `auth.fresh_factor_required`, 404 `object.not_found`, 409 `api_key.rotating` while the "
            "key before the last rotation is still good."
        ),
        request=RotateInput,
        responses=NewApiKeySerializer,
        operation_id="auth_api_keys_rotate",
    )
    def rotate(self, request: Request, version: str, key: UUID) -> Response:
        found = self._mine(request, key)
        seconds = valid(RotateInput, request).get("grace_seconds")
        grace = GRACE if seconds is None else timedelta(seconds=seconds)
        found, text = rotate_api_key(actor=request.user, session=request.auth, key=found, grace=grace)
        return Response({**ApiKeySerializer(found).data, "key": text})

    @signed_in()
    @extend_schema(
        summary="Revoke one of my API keys",
        description="It opens nothing any more, and its sockets close, within a second. 404 `object.not_found`.",
        responses={204: None},
        operation_id="auth_api_keys_revoke",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        revoke_api_key(actor=request.user, key=self._mine(request, key))
        return Response(status=204)

    @signed_in()
    @extend_schema(
        summary="List the scopes of API keys",
        description="What a key can be allowed, and which operations, socket commands and topics each scope opens.",
        responses=page_of(ScopeSerializer),
        operation_id="auth_api_keys_scopes",
    )
    def scopes(self, request: Request, version: str) -> Response:
        return Response({"results": catalogue(), "next": None, "previous": None})

    @staticmethod
    def _mine(request: Request, key: UUID) -> ApiKey:
        return get_visible(ApiKey.objects.kept().filter(owner=request.user), request.user, key)
