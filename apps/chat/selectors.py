"""Reads shaped for a screen."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.details import DETAILS
from apps.chat.models import Conversation, Mention, Message, Participant, ThreadFollow, topic_of
from apps.core.text import fold

LISTED_PARTICIPANTS, SHOWN_PARTICIPANTS = 8, 100
FILTERS = ("unread", "direct", "group", "channel", "archived", "mentions", "pinned", "muted")


def _participants(amount: int) -> Prefetch:
    rows = Participant.objects.exclude(conversation__kind=Conversation.Kind.CHANNEL)  # a server lists its own members
    rows = rows.select_related("user").order_by("joined_at", "id")[:amount]
    return Prefetch("participants", queryset=rows, to_attr="shown_participants")


def conversations_of(user: Any, *, participants: int = LISTED_PARTICIPANTS) -> QuerySet[Conversation]:
    """Return a person's conversations with all that a list shows, in a constant number of queries."""
    return (
        Conversation.objects.visible_to(user)
        .as_seen_by(user)
        .select_related("last_message__sender", *DETAILS.joined)
        .prefetch_related(_participants(participants))
    )


def conversation_list(user: Any, filter_name: str | None = None, text: str = "") -> QuerySet[Conversation]:
    """Return what `GET /conversations` shows: archived ones only where they are asked for, or searched by text."""
    rows = conversations_of(user)
    if text:
        rows = rows.filter(_called(user, text))
        if filter_name is None:
            return rows
    channel = Q(kind=Conversation.Kind.CHANNEL)  # it stands in its server's list, whatever
    if filter_name == "archived":
        return rows.exclude(channel).filter(archived_at__isnull=False)
    rows = rows.filter(channel | Q(archived_at=None))
    if filter_name == "unread":
        return rows.filter(unread_count__gt=0)
    if filter_name == "mentions":
        return rows.filter(Q(mention_count__gt=0) | Q(pk__in=called_in_threads(user).values("conversation")))
    if filter_name == "pinned":
        return rows.filter(pinned_at__isnull=False)
    if filter_name == "muted":
        return rows.filter(muted_until__gt=timezone.now())
    if filter_name in Conversation.Kind.values:
        return rows.filter(kind=filter_name)
    return rows


def _called(user: Any, text: str) -> Q:
    """Return what conversations are called so: by their name, or by who is in them where they have none."""
    others = Participant.objects.filter(user__search_name__contains=fold(text)).exclude(user=user)
    named = conversations_named(user, text).values("pk")
    return Q(pk__in=named) | Q(kind=Conversation.Kind.DIRECT, pk__in=others.values("conversation"))


def conversation_for(user: Any, conversation_id: UUID) -> Conversation:
    """Return one conversation as one person sees it; raises DoesNotExist for a stranger."""
    return conversations_of(user, participants=SHOWN_PARTICIPANTS).get(pk=conversation_id)


def conversation_ids(user: Any) -> list[UUID]:
    """Return the ids of a person's conversations."""
    return list(Participant.objects.filter(user=user).values_list("conversation_id", flat=True))


def visible_pairs(wanted: Sequence[tuple[Any, UUID]]) -> set[tuple[UUID, UUID]]:
    """Return which of these (person, conversation) may be seen, as ids; one query where everybody takes part."""
    pairs = {(user.pk, conversation) for user, conversation in wanted}
    rows = Participant.objects.filter(
        user__in={user for user, _ in pairs},
        conversation__in={place for _, place in pairs},
    )
    seen = pairs & set(rows.values_list("user_id", "conversation_id"))
    people = {user.pk: user for user, _ in wanted}
    for user in {user for user, _ in pairs - seen}:  # strangers
        places = [place for one, place in pairs - seen if one == user]
        found = Conversation.objects.visible_to(people[user]).filter(pk__in=places).values_list("pk", flat=True)
        seen |= {(user, place) for place in found}
    return seen


def newest_message(user: Any, conversation_id: UUID) -> Message | None:
    """Return the last thing said in a conversation that one person sees there."""
    rows = Message.objects.visible_to(user).filter(conversation=conversation_id, thread=None)
    return rows.select_related("sender").order_by("-seq").first()


def newest_shown(conversation: Any) -> Message | None:
    """Return the last message of a row of `conversations_of`; it asks again only where that one is deleted for them."""
    last = conversation.last_message
    if conversation.last_hidden:
        last = newest_message(conversation.reader, conversation.pk)
    return last if last and last.seq > conversation.from_seq else None  # nothing said before they came, where hidden


def load_named(messages: Iterable[Message | None]) -> None:
    """Load whom system messages name: one query for all of them, and none where they name nobody."""
    lines = [one for one in messages if one and one.system and not hasattr(one, "named")]
    keys = {key for line in lines for key in line.system["people"]}  # type: ignore[index]
    known = {str(one.pk): one for one in User.objects.filter(pk__in=keys)} if keys else {}
    for line in lines:
        line.named = [known[key] for key in line.system["people"] if key in known]  # type: ignore[attr-defined,index]


def counts_of(user: Any, conversation_id: UUID, upto: int) -> dict[str, int]:
    """Return what of a conversation, up to its event `upto`, is unread for somebody, and mentions them."""
    place = Participant.objects.filter(conversation=conversation_id, user=user)
    read_seq = place.values_list("read_seq", flat=True).first() or 0
    rows = Message.objects.counted_for(user).filter(conversation=conversation_id, seq__gt=read_seq, seq__lte=upto)
    mine = Q(pk__in=Mention.objects.of(user).values("message"))
    found = rows.aggregate(unread_count=Count("pk"), mention_count=Count("pk", filter=mine))
    return {"read_seq": read_seq, "seq": upto, **found}


def called_in_threads(user: Any) -> QuerySet[Message]:
    """Return the answers that call somebody in a thread where they have not read them yet.

    A name calls whoever it names; `@all` calls those who follow the thread. What cannot be opened calls nobody.
    """
    follow = ThreadFollow.objects.filter(user=user, message=OuterRef("thread"), read_seq__lt=OuterRef("seq"))
    mention = Mention.objects.filter(message=OuterRef("pk"))
    here = Participant.objects.filter(
        conversation=OuterRef("conversation"), user=user, joined_seq__lt=OuterRef("seq")
    )  # what was said while they were away waits for nobody
    root = Message.objects.visible_to(user).filter(pk=OuterRef("thread"))
    called = Q(Exists(mention.filter(user=user)), Exists(follow))
    called |= Q(Exists(mention.filter(user=None)), Exists(follow.filter(following=True)))
    followed = ThreadFollow.objects.filter(user=user).values("message")
    rows = Message.objects.visible_to(user).filter(called, Exists(root), Exists(here), thread__in=followed)
    return rows.exclude(sender=user)


def thread_mention_counts(user: Any, conversations: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many such answers there are, by conversation, where there are any."""
    rows = called_in_threads(user).filter(conversation__in=list(conversations)).order_by()
    return dict(rows.values("conversation").annotate(amount=Count("pk")).values_list("conversation", "amount"))


def hidden_before(user: Any) -> dict[str, int]:
    """Return up to which number the past of a topic is hidden from somebody, where any is."""
    rows = Participant.objects.filter(user=user, from_seq__gt=0).values_list("conversation_id", "from_seq")
    return {topic_of(pk): seq for pk, seq in rows}


def conversations_named(user: Any, text: str) -> QuerySet[Conversation]:
    """Return the person's named conversations that match a typed text."""
    words = fold(text)
    named = Conversation.objects.visible_to(user).exclude(name="")
    ids = [pk for pk, name in named.values_list("pk", "name") if words in fold(name)]
    return Conversation.objects.visible_to(user).filter(pk__in=ids).order_by("-last_activity_at")
