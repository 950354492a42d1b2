"""Deciding what a conversation lets commands do."""

from django.db import transaction

from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.commands.models import ModePolicy
from apps.commands.permissions import can_change_modes
from apps.commands.problems import ModesNotYours
from apps.core.permissions import require


@transaction.atomic
def change_modes(*, actor: User, conversation: Conversation, chaos: bool) -> ModePolicy:
    """Allow or forbid here what only some conversations shall allow: faults injected on purpose."""
    conversation = conversation.locked()
    require(can_change_modes(actor, conversation), ModesNotYours)
    policy, _created = ModePolicy.objects.update_or_create(
        conversation=conversation, defaults={"chaos": chaos, "changed_by": actor}
    )
    return policy
