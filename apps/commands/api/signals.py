"""`/commands/{id}/signals`: what happened elsewhere and a run may wait for."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.commands.models import Command
from apps.commands.runner.signalling import send_signal
from apps.commands.serializers import SignalInput, SignalSerializer
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in


class SignalViewSet(ApiViewSet):
    @signed_in("commands:read")
    @extend_schema(
        summary="List the signals of a command",
        description="What it was told, and whether a task has taken it; newest first.",
        responses=page_of(SignalSerializer),
        operation_id="commands_signals_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        rows = get_visible(Command, request.user, key).signals.all()
        return CursorPage(request, rows, ("id",)).response(lambda rows: SignalSerializer(rows, many=True).data)

    @signed_in("commands:write")
    @extend_schema(
        summary="Send a signal to a command",
        description=(
            "Something happened that a task of type `event.listen` may wait for; one that begins to listen later takes "
            "it too. Its owner, and whoever may write where it was asked. 409 `command.has_ended`."
        ),
        request=SignalInput,
        responses={202: SignalSerializer},
        operation_id="commands_signals_send",
    )
    @idempotent
    def create(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command, request.user, key)
        signal = send_signal(actor=request.user, command=command, **valid(SignalInput, request))
        return Response(SignalSerializer(signal).data, status=202)
