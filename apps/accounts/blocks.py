"""Actions on blocks: whom one keeps away. The one who is kept away is told nothing."""

from uuid import UUID

from django.db import transaction

from apps.accounts.events import BlockAdded, BlockRemoved
from apps.accounts.models import Block, User
from apps.accounts.presence import part
from apps.accounts.problems import BlockOfOneself, TooManyBlocks
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish

MAX_BLOCKS = 1_000  # a person


@transaction.atomic
def block_person(*, actor: User, user_id: UUID) -> Block:
    """Keep somebody away. Twice is no error."""
    require(actor.pk != user_id, BlockOfOneself)
    User.objects.select_for_update().get(pk=actor.pk)  # orders two devices that block at once
    if found := Block.objects.filter(blocker=actor, blocked=user_id).select_related("blocked").first():
        return found
    user = User.objects.filter(pk=user_id, is_active=True).first()
    require(user is not None, NotFound)
    require(Block.objects.filter(blocker=actor).count() < MAX_BLOCKS, TooManyBlocks)
    block = Block.objects.create(blocker=actor, blocked=user)
    publish(BlockAdded(block))
    transaction.on_commit(lambda: part(block.blocker, block.blocked), robust=True)
    return block


@transaction.atomic
def unblock_person(*, actor: User, user_id: UUID) -> None:
    """Let somebody come near again. Twice is no error."""
    User.objects.select_for_update().get(pk=actor.pk)
    block = Block.objects.filter(blocker=actor, blocked=user_id).first()
    if block is not None:
        block.delete()
        publish(BlockRemoved(actor, user_id))
