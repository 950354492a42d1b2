"""`/commands`: the HTTP door."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.models import Conversation
from apps.commands.actions import (
    cancel_command,
    change_priority,
    confirm_command,
    pause_command,
    rerun_command,
    resume_command,
    steer_in_bulk,
    submit_command,
)
from apps.commands.models import Command
from apps.commands.segmenting import preview
from apps.commands.selectors import command_list
from apps.commands.serializers import (
    CommandQuery,
    CommandSerializer,
    ConfirmInput,
    PreviewInput,
    PriorityInput,
    RerunInput,
    SteeredSerializer,
    SteerInput,
    SubmitInput,
)
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, single, valid, valid_query
from apps.core.rules import signed_in


class CommandViewSet(ApiViewSet):
    @signed_in("commands:read")
    @extend_schema(
        summary="List commands",
        description="Mine, and those asked in conversations I take part in; newest first.",
        parameters=[CommandQuery],
        responses=page_of(CommandSerializer),
        operation_id="commands_list",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(CommandQuery, request)
        query.pop("limit", None), query.pop("cursor", None)
        rows = command_list(request.user, **query)
        return CursorPage(request, rows, ("id",)).response(lambda rows: CommandSerializer(rows, many=True).data)

    @signed_in("commands:write")
    @extend_schema(
        summary="Preview a task graph",
        description=(
            "What segmentation would make of a text in this mode and persona, as an .alt document; or a document "
            "(`alt`) in its canonical form. One that is not valid answers 422 `alt.invalid`, each error with line and "
            "column. Nothing is stored."
        ),
        request=PreviewInput,
        responses={200: OpenApiTypes.OBJECT},
        operation_id="commands_preview",
    )
    def preview(self, request: Request, version: str) -> Response:
        data = valid(PreviewInput, request)
        data["timezone_name"] = data.pop("timezone", None)
        return Response(preview(user=request.user, **data))

    @signed_in("commands:write")
    @extend_schema(
        summary="Submit a command",
        description=(
            "A wish as `text`, or a document as `alt` (an object, or YAML or JSON as a text). It runs at once unless "
            "`confirm` is true or segmentation is unsure: then `state` is `proposed` and `why` says why. A document "
            "that is not valid answers 422 `alt.invalid`, each error with line and column."
        ),
        request=SubmitInput,
        responses={202: CommandSerializer},
        operation_id="commands_submit",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(SubmitInput, request)
        wanted = data.pop("conversation", None)
        conversation = get_visible(Conversation, request.user, wanted) if wanted else None
        return accepted(submit_command(actor=request.user, conversation=conversation, **data))

    @signed_in("commands:read")
    @extend_schema(
        summary="Read one command",
        description="Answers an ETag; 304 where the client has this version.",
        responses=CommandSerializer,
        operation_id="commands_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command.objects.visible_to(request.user).with_people(), request.user, key)
        return single(request, command, CommandSerializer(command))

    @signed_in("commands:write")
    @extend_schema(
        summary="Cancel a command",
        description="What is at work stops within two seconds, nothing new begins. Its owner only.",
        request=None,
        responses={202: CommandSerializer},
        operation_id="commands_cancel",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command, request.user, key)
        return accepted(cancel_command(actor=request.user, command=command))

    @signed_in("commands:write")
    @extend_schema(
        summary="Confirm a proposed command",
        description=(
            "Runs the graph as proposed, or as you edited it (`alt`). Its owner only. 422 `command.questions_open` "
            "where something is missing that was asked and not answered (`errors` says what), `command.not_set_up` "
            "where a task needs what this server has not, such as a model."
        ),
        request=ConfirmInput,
        responses={202: CommandSerializer},
        operation_id="commands_confirm",
    )
    def confirm(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command, request.user, key)
        return accepted(confirm_command(actor=request.user, command=command, **valid(ConfirmInput, request)))

    @signed_in("commands:write")
    @extend_schema(
        summary="Pause a command",
        description=(
            "Nothing new begins; what is at work ends by itself, moments that are waited for pass by. A command that "
            "is paused stays so. Its owner only."
        ),
        request=None,
        responses={202: CommandSerializer},
        operation_id="commands_pause",
    )
    def pause(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command, request.user, key)
        return accepted(pause_command(actor=request.user, command=command))

    @signed_in("commands:write")
    @extend_schema(
        summary="Resume a paused command",
        description="Goes on, at once with what became due meanwhile. Its owner only.",
        request=None,
        responses={202: CommandSerializer},
        operation_id="commands_resume",
    )
    def resume(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command, request.user, key)
        return accepted(resume_command(actor=request.user, command=command))

    @signed_in("commands:write")
    @extend_schema(
        summary="Say how urgent a command is",
        description="What has not begun of it goes before or after what others wait for. Its owner only.",
        request=PriorityInput,
        responses={202: CommandSerializer},
        operation_id="commands_priority",
    )
    def priority(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command, request.user, key)
        return accepted(change_priority(actor=request.user, command=command, **valid(PriorityInput, request)))

    @signed_in("commands:write")
    @extend_schema(
        summary="Run a command again",
        description=(
            "As a new command, with the rights of who asks now. `start`: from the beginning, or from what failed. "
            "`alt`: the graph that ran (pinned), or what its words mean now (newest); a document stays what it is. "
            "`variables`: other values; tasks that use them run again."
        ),
        request=RerunInput,
        responses={202: CommandSerializer},
        operation_id="commands_rerun",
    )
    @idempotent
    def rerun(self, request: Request, version: str, key: UUID) -> Response:
        command = get_visible(Command, request.user, key)
        return accepted(rerun_command(actor=request.user, command=command, **valid(RerunInput, request)))

    @signed_in("commands:write")
    @extend_schema(
        summary="Cancel, pause or resume many commands",
        description="Each by itself: `results` tells for each id what became of it, as an HTTP status.",
        request=SteerInput,
        responses=SteeredSerializer,
        operation_id="commands_bulk",
    )
    def bulk(self, request: Request, version: str) -> Response:
        return Response({"results": steer_in_bulk(actor=request.user, **valid(SteerInput, request))})


def accepted(command: Command) -> Response:
    """Answer 202 with a command as it stands, and where it is."""
    body = CommandSerializer(Command.objects.with_people().get(pk=command.pk)).data
    return Response(body, status=202, headers={"Location": f"/api/v1/commands/{command.pk}"})
