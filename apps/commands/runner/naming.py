"""Whom and which place a document means by a name, as its owner sees them now."""

from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.reach import acquainted
from apps.chat.models import Conversation
from apps.commands.runner.types import TaskError
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.text import fold

MYSELF = ("me", "@me", "ben", "@ben")


def person_named(actor: User, name: str, conversation: Conversation | None = None) -> User:
    """Return the person meant by `@username`, `me`, an id, or the name of somebody one shares a conversation with."""
    name = name.strip()
    if name in MYSELF:
        return actor
    people = User.objects.filter(is_active=True)
    found = people.filter(username__iexact=name.removeprefix("@")).first() or _by_id(name)
    if found is None and not name.startswith("@"):
        found = _by_name(actor, name, conversation)
    if found is None:
        raise TaskError("user.not_found", _("There is no such person: @%(name)s.") % {"name": name.removeprefix("@")})
    return found


def conversation_named(actor: User, name: str) -> Conversation:
    """Return the conversation meant by `#name` or an id, of those that the person sees."""
    try:
        if not name.startswith("#"):
            return get_visible(Conversation, actor, name)
    except NotFound:
        raise TaskError(
            "conversation.not_found",
            _("There is no conversation %(name)s, or you may not see it.") % {"name": name},
        ) from None
    rows = Conversation.objects.visible_to(actor).exclude(name="")
    found = [row for row in rows if fold(row.name) == fold(name.removeprefix("#"))]
    if len(found) != 1:
        raise TaskError(
            "conversation.not_found", _("There is no conversation %(name)s, or several of that name.") % {"name": name}
        )
    return found[0]


def _by_id(name: str) -> User | None:
    try:
        return User.objects.filter(pk=UUID(name), is_active=True).first()
    except ValueError:
        return None


def _by_name(actor: User, name: str, conversation: Conversation | None) -> User | None:
    """Return the one person of that name (whole, or the first) in the conversation, else among acquaintances."""
    rows = User.objects.filter(is_active=True)
    if conversation is not None:
        rows = rows.filter(participations__conversation=conversation)
    else:
        rows = rows.filter(pk__in=acquainted(actor.pk))
    wanted = fold(name)
    found = [
        person for person in rows[:1_000]
        if fold(person.display_name) == wanted or fold(person.display_name).split(" ")[0] == wanted
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None
