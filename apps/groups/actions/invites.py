"""Links: making, revoking and following them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.models import Conversation
from apps.chat.participation import enter
from apps.chat.permissions import can_invite
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish
from apps.groups.models import Invite
from apps.groups.models.invites import digest_of, new_code
from apps.groups.permissions import can_revoke_invite
from apps.groups.problems import CannotInvite, TooManyInvites

MAX_INVITES = 100  # good ones, in one place


@transaction.atomic
def create_invite(
    *, actor: User, group: Conversation, max_uses: int | None = None, expires_at: datetime | None = None
) -> tuple[Invite, str]:
    """Make a link to a group; return it with its code, which is shown this once."""
    group = group.locked()
    require(can_invite(actor, group), CannotInvite)
    require(group.invites.good().count() < MAX_INVITES, TooManyInvites)  # type: ignore[attr-defined]
    code = new_code()
    invite = Invite.objects.create(
        digest=digest_of(code), hint=code[:4], group=group, created_by=actor, max_uses=max_uses, expires_at=expires_at
    )
    publish(Noted("invite.created", "conversation", group.pk, invite=str(invite.pk)))
    return invite, code


@transaction.atomic
def revoke_invite(*, actor: User, invite: Invite) -> None:
    """Let a link lead nowhere any more; twice is no error."""
    require(can_revoke_invite(actor, invite), CannotInvite)
    if Invite.objects.filter(pk=invite.pk, revoked_at=None).update(revoked_at=timezone.now()):
        publish(Noted("invite.revoked", "conversation", invite.group_id, invite=str(invite.pk)))


@transaction.atomic
def accept_invite(*, actor: User, code: str) -> Conversation:
    """Come to the group that a link leads to. Who is there already uses nothing up."""
    require(actor.is_active and not actor.is_bot, NotFound)
    found = Invite.objects.by_code(code).select_related("group").first()
    require(found is not None, NotFound)
    group = found.group.locked()  # type: ignore[union-attr] # also decides who of two is first where one use is left
    if group.has_participant(actor):
        return group
    invite = Invite.objects.good().select_related("created_by").filter(pk=found.pk).first()  # type: ignore[union-attr]
    require(invite is not None, NotFound)
    # A link holds as long as who made it may still invite: those who left or were demoted let nobody in.
    require(can_invite(invite.created_by, group), NotFound)  # type: ignore[union-attr]
    invite.uses += 1  # type: ignore[union-attr]
    invite.save(update_fields=["uses"])  # type: ignore[union-attr]
    enter(group, [actor])
    return group
