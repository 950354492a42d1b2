"""Links: making, revoking and following them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.messages.system import tell_what_happened
from apps.chat.models import Conversation, Happened
from apps.chat.participation import enter
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish
from apps.groups.actions.members import enter_server
from apps.groups.models import Ban, Invite, Server
from apps.groups.models.invites import digest_of, new_code
from apps.groups.permissions import can_make_invite, can_revoke_invite
from apps.groups.problems import CannotInvite, TooManyInvites

MAX_INVITES = 100  # good ones, in one place
Place = Conversation | Server


@transaction.atomic
def create_invite(
    *, actor: User, place: Place, max_uses: int | None = None, expires_at: datetime | None = None
) -> tuple[Invite, str]:
    """Make a link to a group or a server; return it with its code, which is shown this once."""
    place = place.locked()
    require(can_make_invite(actor, place), CannotInvite)
    require(place.invites.good().count() < MAX_INVITES, TooManyInvites)  # type: ignore[union-attr]
    code = new_code()
    here = {"server": place} if isinstance(place, Server) else {"group": place}
    invite = Invite.objects.create(
        digest=digest_of(code), hint=code[:4], created_by=actor, max_uses=max_uses, expires_at=expires_at, **here
    )
    publish(Noted("invite.created", _kind(place), place.pk, invite=str(invite.pk)))
    return invite, code


@transaction.atomic
def revoke_invite(*, actor: User, invite: Invite) -> None:
    """Let a link lead nowhere any more; twice is no error."""
    require(can_revoke_invite(actor, invite), CannotInvite)
    if Invite.objects.filter(pk=invite.pk, revoked_at=None).update(revoked_at=timezone.now()):
        publish(Noted("invite.revoked", _kind(invite.place), invite.place.pk, invite=str(invite.pk)))


@transaction.atomic
def accept_invite(*, actor: User, code: str) -> Place:
    """Come to where a link leads. Who is there already uses nothing up; who is banned there finds nothing."""
    require(actor.is_active and not actor.is_bot, NotFound)
    found = Invite.objects.by_code(code).select_related("group", "server").first()
    if found is None:
        raise NotFound()
    place = found.place.locked()  # also decides who of two is first where one use is left
    if _is_in(actor, place):
        return place
    invite = Invite.objects.good().select_related("created_by").filter(pk=found.pk).first()
    if invite is None:
        raise NotFound()
    # A link holds as long as who made it may still invite: those who left or were demoted let nobody in.
    require(_lets_in(actor, invite, place), NotFound)
    invite.uses += 1
    invite.save(update_fields=["uses"])
    if isinstance(place, Server):
        enter_server(place, actor)
    else:
        enter(place, [actor])
        tell_what_happened(actor=actor, conversation=place, what=Happened.MEMBER_JOINED)
    return place


def leads_somewhere(person: User, invite: Invite) -> bool:
    """Would this good link let somebody in now?"""
    return _is_in(person, invite.place) or _lets_in(person, invite, invite.place)


def _lets_in(person: User, invite: Invite, place: Place) -> bool:
    banned = isinstance(place, Server) and Ban.objects.filter(server=place, user=person).exists()
    return not banned and can_make_invite(invite.created_by, place)


def _is_in(person: User, place: Place) -> bool:
    if isinstance(place, Server):
        return place.deletes_at is None and place.members.filter(user=person).exists()
    return place.has_participant(person)


def _kind(place: Place) -> str:
    return "server" if isinstance(place, Server) else "conversation"
