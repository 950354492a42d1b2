"""`/secrets`: passwords and tokens that commands may send, and nobody may read."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.commands.models import Secret
from apps.commands.secrets.actions import change_secret, create_secret, delete_secret
from apps.commands.secrets.serializers import ChangeSecretInput, CreateSecretInput, SecretSerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, etag_of, single, valid
from apps.core.rules import signed_in


class SecretViewSet(ApiViewSet):
    """No API key may do any of this: a key that leaks must not lead to what other services trust."""

    @signed_in()
    @extend_schema(
        summary="List my secrets",
        description="Names, hosts and last use. A value is told to nobody again.",
        responses=page_of(SecretSerializer),
        operation_id="secrets_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = Secret.objects.visible_to(request.user)
        return CursorPage(request, rows, ("id",)).response(lambda rows: SecretSerializer(rows, many=True).data)

    @signed_in()
    @extend_schema(
        summary="Keep a secret",
        description=(
            "It is encrypted, goes only to its `hosts`, and is masked in logs, results, reports and errors. A task of "
            "type `http.request` names it: `auth: {secret: name}`."
        ),
        request=CreateSecretInput,
        responses={201: SecretSerializer},
        operation_id="secrets_create",
    )
    def create(self, request: Request, version: str) -> Response:
        # Not idempotent by key: the stored request would be a second place that holds the value.
        secret = create_secret(actor=request.user, **valid(CreateSecretInput, request))
        headers = {"Location": f"/api/v1/secrets/{secret.pk}", "ETag": etag_of(secret)}
        return Response(SecretSerializer(secret).data, status=201, headers=headers)

    @signed_in()
    @extend_schema(summary="Read one secret, without its value", responses=SecretSerializer,
                   operation_id="secrets_read")  # fmt: skip
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        secret = get_visible(Secret, request.user, key)
        return single(request, secret, SecretSerializer(secret))

    @signed_in()
    @extend_schema(
        summary="Change a secret",
        description="New hosts need the value again. `If-Match` refuses a stale change with 412.",
        request=ChangeSecretInput,
        responses=SecretSerializer,
        operation_id="secrets_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        secret = get_visible(Secret, request.user, key)
        check_if_match(request, secret)
        changed = change_secret(actor=request.user, secret=secret, **valid(ChangeSecretInput, request))
        return Response(SecretSerializer(changed).data, headers={"ETag": etag_of(changed)})

    @signed_in()
    @extend_schema(summary="Delete a secret", request=None, responses={204: None}, operation_id="secrets_delete")
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        delete_secret(actor=request.user, secret=get_visible(Secret, request.user, key))
        return Response(status=204)
