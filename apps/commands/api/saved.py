"""`/saved-commands`: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.models import Conversation
from apps.commands.api.commands import accepted
from apps.commands.api.documents import AnyAccept, alt_document
from apps.commands.models import Command, SavedCommand
from apps.commands.saved.actions import (
    change_saved_command,
    forget_saved_command,
    form_of,
    run_saved_command,
    save_command,
)
from apps.commands.saved.serializers import (
    ChangeSavedInput,
    RunSavedInput,
    SavedCommandSerializer,
    SavedFormSerializer,
    SavedQuery,
    SaveInput,
)
from apps.commands.selectors import saved_commands
from apps.commands.serializers import CommandSerializer
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, etag_of, single, valid, valid_query
from apps.core.rules import signed_in
from apps.groups.models import Server


class SavedCommandViewSet(ApiViewSet):
    @signed_in("commands:read")
    @extend_schema(
        summary="List saved commands",
        description=(
            "Mine, and those of my conversations and servers, by name. With `conversation` what `/` offers there."
        ),
        parameters=[SavedQuery],
        responses=page_of(SavedCommandSerializer),
        operation_id="saved_commands_list",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(SavedQuery, request)
        conversation = self._place(request, Conversation, query.get("conversation"))
        server = self._place(request, Server, query.get("server"))
        rows = saved_commands(request.user, conversation=conversation, server=server, q=query.get("q", ""))
        page = CursorPage(request, rows, ("folded", "id"), ascending=True)
        return page.response(lambda rows: SavedCommandSerializer(rows, many=True).data)

    @signed_in("commands:write")
    @extend_schema(
        summary="Save a command under a name",
        description=(
            "For yourself, for a conversation or a server whose settings you may change; in a direct conversation both "
            "may. The document is checked as by `POST /commands`. 409 `saved_command.name_taken`, 403 "
            "`saved_command.forbidden`."
        ),
        request=SaveInput,
        responses={201: SavedCommandSerializer},
        operation_id="saved_commands_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(SaveInput, request)
        if command := data.pop("command", None):
            data["alt"] = get_visible(Command, request.user, command).alt
        place = self._place(request, Conversation, data.pop("conversation", None)) or self._place(
            request, Server, data.pop("server", None)
        )
        data.pop("server", None)
        saved = save_command(actor=request.user, place=place, **data)
        headers = {"Location": f"/api/v1/saved-commands/{saved.pk}", "ETag": etag_of(saved)}
        return Response(SavedCommandSerializer(saved).data, status=201, headers=headers)

    @signed_in("commands:read")
    @extend_schema(
        summary="Read one saved command", responses=SavedCommandSerializer, operation_id="saved_commands_read"
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        saved = self._saved(request, key)
        return single(request, saved, SavedCommandSerializer(saved))

    @signed_in("commands:write")
    @extend_schema(
        summary="Change a saved command",
        description="Its name, description or document. `If-Match` refuses a stale change with 412.",
        request=ChangeSavedInput,
        responses=SavedCommandSerializer,
        operation_id="saved_commands_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        saved = self._saved(request, key)
        check_if_match(request, saved)
        changed = change_saved_command(actor=request.user, saved=saved, **valid(ChangeSavedInput, request))
        return Response(SavedCommandSerializer(changed).data, headers={"ETag": etag_of(changed)})

    @signed_in("commands:write")
    @extend_schema(
        summary="Forget a saved command",
        description="What was run with it stays.",
        request=None,
        responses={204: None},
        operation_id="saved_commands_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        forget_saved_command(actor=request.user, saved=self._saved(request, key))
        return Response(status=204)

    @signed_in("commands:read")
    @extend_schema(
        summary="Read the form of a saved command",
        description="What to ask for before it runs (`inputs`, a JSON Schema for each), and what it will do.",
        responses=SavedFormSerializer,
        operation_id="saved_commands_form",
    )
    def form(self, request: Request, version: str, key: UUID) -> Response:
        return Response(form_of(request.user, self._saved(request, key)))

    @signed_in("commands:write")
    @extend_schema(
        summary="Run a saved command",
        description=(
            "With `variables` as its form asks for them, as a command of yours. 422 `alt.invalid` names each value "
            "that is missing or wrong, as `/variables/<name>`. What somebody else wrote is proposed first (`why`: "
            "`shared`), once for each version."
        ),
        request=RunSavedInput,
        responses={202: CommandSerializer},
        operation_id="saved_commands_run",
    )
    @idempotent
    def run(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(RunSavedInput, request)
        saved = self._saved(request, key)
        conversation = self._place(request, Conversation, data.pop("conversation", None))
        return accepted(run_saved_command(actor=request.user, saved=saved, conversation=conversation, **data))

    @staticmethod
    def _saved(request: Request, key: UUID) -> SavedCommand:
        rows = SavedCommand.objects.visible_to(request.user)
        return get_visible(rows.select_related("author", "owner", "conversation", "server"), request.user, key)

    @staticmethod
    def _place(request: Request, kind: Any, key: UUID | None) -> Any:
        return get_visible(kind, request.user, key) if key else None


class SavedDocumentViewSet(ApiViewSet):
    content_negotiation_class = AnyAccept

    @signed_in("commands:read")
    @extend_schema(
        summary="Read the .alt of a saved command",
        description="JSON, or YAML with `Accept: application/yaml` or `?as=yaml`.",
        responses={200: OpenApiTypes.OBJECT},
        operation_id="saved_commands_alt",
    )
    def alt(self, request: Request, version: str, key: UUID) -> Any:
        saved = get_visible(SavedCommand, request.user, key)
        return alt_document(request, saved.pk, saved.alt)
