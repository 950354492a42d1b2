"""Which rule holds where."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.chat.retention.models import RetentionRule

Source = Callable[[Collection[UUID]], dict[UUID, int | None]]
_sources: dict[str, Source] = {}
_kinds: dict[str, str] = {}  # of the conversations that a source can say something of


@dataclass(frozen=True)
class Kept:
    """How long a conversation's messages are kept, and who says so. Without days: for good."""

    days: int | None
    by: str | None
    held: bool = False


def retention_source(name: str, kind: str) -> Callable[[Source], Source]:
    """Register what a higher app says for conversations of a kind of its own: `function(ids) -> {id: days or None}`.

    It beats the installation's rule, and a conversation's own rule beats it.
    """

    def register(function: Source) -> Source:
        _sources[name], _kinds[name] = function, kind
        return function

    return register


def kept_by_installation() -> Kept:
    """Return what holds where nothing else says so."""
    rule = RetentionRule.objects.filter(conversation=None).first()
    return Kept(rule.days, "installation") if rule else Kept(None, None)


def kept_in(conversations: Collection[UUID], kinds: Mapping[UUID, str] | None = None) -> dict[UUID, Kept]:
    """Return what holds for each of some conversations, in few queries whatever their number; `kinds` spares some."""
    rules = RetentionRule.objects.filter(conversation=None) | RetentionRule.objects.filter(
        conversation__in=conversations
    )
    own = {rule.conversation_id: rule for rule in rules}
    whole = own.get(None)
    found = dict.fromkeys(conversations, Kept(whole.days, "installation") if whole else Kept(None, None))
    for name, source in _sources.items():
        some = [pk for pk in conversations if kinds is None or kinds[pk] == _kinds[name]]
        found |= {pk: Kept(days, name) for pk, days in source(some).items()} if some else {}
    for pk, rule in own.items():
        if pk is not None:
            said = Kept(rule.days, "conversation") if rule.decides else found[pk]
            found[pk] = Kept(said.days, said.by, rule.held)
    return found
