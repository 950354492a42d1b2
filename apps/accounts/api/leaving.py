"""The end of one's own account, and taking one's data along."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.exports import ask_for_export
from apps.accounts.leaving import keep_account, leave
from apps.accounts.models import DataExport
from apps.accounts.people_serializers import DataExportSerializer, DeletionSerializer, PasswordInput
from apps.accounts.permissions import is_fresh
from apps.accounts.problems import ExportNotReady, FreshFactorRequired
from apps.accounts.serializers import MeSerializer
from apps.core.openapi import page_of
from apps.core.permissions import get_visible, require
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, single, valid
from apps.core.rules import signed_in
from apps.core.streaming import attachment


class LeavingViewSet(ApiViewSet):
    @signed_in()
    @extend_schema(
        summary="Deactivate my account",
        description=(
            "Ends everything I am signed in with; nobody finds me any more. Signing in again and `POST /users/me/keep` "
            "brings it back. 403 `auth.wrong_password`, 409 `role.last_owner`, 429 `auth.too_many_attempts`."
        ),
        request=PasswordInput,
        responses={204: None},
        operation_id="users_me_deactivate",
    )
    def deactivate(self, request: Request, version: str) -> Response:
        self._leave(request, erase=False)
        return Response(status=204)

    @signed_in()
    @extend_schema(
        summary="Delete my account",
        description=(
            "The body holds the `password`. As deactivating it; others see “Deleted account” at once, and at "
            "`deletes_at` everything personal is erased. Until then signing in again and `POST /users/me/keep` brings "
            "it back, without its roles."
        ),
        request=PasswordInput,
        responses={202: DeletionSerializer},
        operation_id="users_me_delete",
    )
    def destroy(self, request: Request, version: str) -> Response:
        return Response(DeletionSerializer(self._leave(request, erase=True)).data, status=202)

    @signed_in(away=True, always=True)
    @extend_schema(
        summary="Keep my account after all",
        description="Undoes deactivating or deleting. Without either it changes nothing.",
        request=None,
        responses=MeSerializer,
        operation_id="users_me_keep",
    )
    def keep(self, request: Request, version: str) -> Response:
        user = keep_account(actor=request.user)
        return single(request, user, MeSerializer(user))

    @staticmethod
    def _leave(request: Request, *, erase: bool) -> Any:
        data = valid(PasswordInput, request)
        return leave(actor=request.user, address=request._request.client_address, erase=erase, **data)


class ExportViewSet(ApiViewSet):
    @signed_in()
    @extend_schema(
        summary="Ask for my data",
        description=(
            "A worker gathers what every part of the product has of me; a mail and the event `export.ready` tell when "
            "it can be downloaded. One at a time: 409 `export.at_work`."
        ),
        request=None,
        responses={202: DataExportSerializer},
        operation_id="users_me_export",
    )
    def create(self, request: Request, version: str) -> Response:
        return Response(DataExportSerializer(ask_for_export(actor=request.user)).data, status=202)

    @signed_in()
    @extend_schema(
        summary="List my exports",
        description="The newest first; each is kept for seven days.",
        responses=page_of(DataExportSerializer),
        operation_id="users_me_exports_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = DataExport.objects.filter(user=request.user).order_by("-id")[:100]
        body = DataExportSerializer(rows, many=True).data
        return Response({"results": body, "next": None, "previous": None})

    @signed_in()
    @extend_schema(
        summary="Download my data",
        description=(
            "A zip with a folder for each part of the product. Wants a fresh session: 403 "
            "`auth.fresh_factor_required`; 409 `export.not_ready` before it is made and after it has expired."
        ),
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
        operation_id="users_me_exports_content",
    )
    def content(self, request: Request, version: str, key: UUID) -> Any:
        export = get_visible(DataExport.objects.filter(user=request.user), request.user, key)
        require(is_fresh(request.auth), FreshFactorRequired)
        require(export.state == DataExport.State.READY, ExportNotReady)
        try:
            file = default_storage.open(export.storage_key)
        except FileNotFoundError:
            raise ExportNotReady() from None
        name = f"altlas-{request.user.username}.zip"
        return attachment(request, file, name=name, media_type="application/zip", size=export.size or file.size)
