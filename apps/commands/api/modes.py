"""`/conversations/{id}/command-modes`: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.models import Conversation
from apps.commands.actions import change_modes
from apps.commands.permissions import modes_allowed
from apps.commands.serializers import ModesInput, ModesSerializer
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in


class ModesViewSet(ApiViewSet):
    @signed_in("commands:read")
    @extend_schema(
        summary="Read which modes a conversation allows",
        description="Normal, Dream and Explore are allowed everywhere; Chaos only where somebody allowed it.",
        responses=ModesSerializer,
        operation_id="command_modes_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        conversation = get_visible(Conversation, request.user, key)
        return Response({"modes": modes_allowed(conversation)})

    @signed_in("commands:write")
    @extend_schema(
        summary="Allow or forbid Chaos in a conversation",
        description=(
            "For whoever may change the conversation's settings. A chaos run meets the faults that its .alt declares "
            "and leaves nothing outside; forbidding it ends the faults of runs under way."
        ),
        request=ModesInput,
        responses=ModesSerializer,
        operation_id="command_modes_change",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        conversation = get_visible(Conversation, request.user, key)
        change_modes(actor=request.user, conversation=conversation, **valid(ModesInput, request))
        return Response({"modes": modes_allowed(conversation)})
