"""Threads: answers beside the conversation, with people who follow them and unread counts of their own."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.chat.messages.events import tell_counts
from apps.chat.messages.loading import locked_message
from apps.chat.messages.mentions import Called
from apps.chat.messages.models import HiddenMessage, Mention, ThreadFollow
from apps.chat.messages.thread_events import ThreadChanged
from apps.chat.models import Conversation, Message, Participant
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import NoSuchThread
from apps.chat.selectors import called_in_threads
from apps.core.permissions import require
from apps.events.bus import newest_seq, publish


@transaction.atomic
def follow_thread(*, actor: User, message: Message, following: bool) -> dict[str, Any]:
    """Follow a thread, or no longer; what was said before one follows it is not unread."""
    root = locked_message(actor, message)
    require(can_read_conversation(actor, root.conversation))
    require(root.thread_id is None and not root.is_system, NoSuchThread)
    newest = newest_seq(root.conversation.topic)
    row, new = ThreadFollow.objects.get_or_create(
        message=root, user=actor, defaults={"following": following, "read_seq": newest}
    )
    if not new and row.following == following:
        return place_in(actor, root.pk, newest)
    row.following = following
    row.save(update_fields=["following"])
    tell_counts(root.conversation, [actor.pk])
    return tell_place(root, actor)


@transaction.atomic
def mark_thread_read(*, actor: User, message: Message, seq: int | None = None) -> dict[str, Any]:
    """Mark a thread as read up to `seq` (default: all); never moves back."""
    root = locked_message(actor, message)
    require(can_read_conversation(actor, root.conversation))
    require(root.thread_id is None, NoSuchThread)
    newest = newest_seq(root.conversation.topic)
    upto = newest if seq is None else min(seq, newest)
    waited = called_in_threads(actor).filter(thread=root).exists()
    moved = ThreadFollow.objects.filter(message=root, user=actor, read_seq__lt=upto).update(read_seq=upto)
    if moved and waited:
        tell_counts(root.conversation, [actor.pk])
    return tell_place(root, actor) if moved else place_in(actor, root.pk, newest)


def enter_threads(messages: Sequence[Message], called: Mapping[UUID, Called]) -> None:
    """Count new answers at the message they answer to; whoever writes there, began it or is called follows it."""
    for message in messages:
        root = message.thread
        if root is None:
            continue
        Message.objects.filter(pk=root.pk).update(thread_count=F("thread_count") + 1, thread_last_at=message.created_at)
        names = called[message.pk].people
        known, new = bring_in(message, root, {root.sender_id, *names}, names)
        waiting = set(waiting_for(message, names)) if names else set()
        # Whoever writes has read what is before.
        if called_in_threads(message.sender_id).filter(thread=root, seq__lt=message.seq).exists():
            waiting.add(message.sender_id)  # type: ignore[arg-type]
        ThreadFollow.objects.update_or_create(
            message=root, user_id=message.sender_id, defaults={"following": True, "read_seq": message.seq}
        )
        told = new if root.thread_count else {*new, *known}  # an empty thread shows nobody a place in it
        for user_id in [message.sender_id, *sorted(told)]:
            tell_place(root, user_id, upto=message.seq)
        tell_counts(message.conversation, waiting)


def bring_in(
    message: Message, root: Message, people: Collection[UUID | None], named: Collection[UUID | None]
) -> tuple[set[UUID], set[UUID]]:
    """Let people follow the thread of an answer; return who knew it before, and who is new there.

    Only those who see the message it answers to. Whom the answer names follows again, if they had left it.
    """
    seen = Participant.objects.filter(conversation=message.conversation_id, from_seq__lt=root.seq)
    seen = seen.filter(user__in=set(people) - {None, message.sender_id})
    seen = seen.exclude(user__in=HiddenMessage.objects.filter(message=root).values("user"))
    here = set(seen.values_list("user_id", flat=True))
    follows = dict(ThreadFollow.objects.filter(message=root, user__in=here).values_list("user_id", "following"))
    back = {user_id for user_id in follows.keys() & set(named) if not follows[user_id]}
    if back:
        ThreadFollow.objects.filter(message=root, user__in=back).update(following=True)
    new = here - follows.keys()
    ThreadFollow.objects.bulk_create(
        [ThreadFollow(message=root, user_id=user_id, read_seq=message.seq - 1) for user_id in sorted(new)]
    )
    return set(follows) - back, new | back


def waiting_for(message: Message, called: Collection[UUID | None]) -> list[UUID]:
    """Return those of the called (None: everybody) who have not read a message yet, where it stands."""
    if message.thread_id is None:
        places: QuerySet[Any] = Participant.objects.filter(conversation=message.conversation_id)
    else:
        here = Participant.objects.filter(conversation=message.conversation_id).values("user")
        places = ThreadFollow.objects.filter(message=message.thread_id, user__in=here)
    places = places.filter(read_seq__lt=message.seq).exclude(user=message.sender_id)
    if None not in called:
        places = places.filter(user__in=called)
    return list(places.values_list("user_id", flat=True))


def waiting_in_threads(conversation: Conversation, calls: QuerySet[Mention]) -> list[UUID]:
    """Return who is here and has not read yet what calls them in threads, of these calls."""
    unread = calls.filter(
        Q(user=OuterRef("user")) | Q(user=None),
        message__thread=OuterRef("message"),
        message__seq__gt=OuterRef("read_seq"),
    )
    here = Participant.objects.filter(conversation=conversation).values("user")
    rows = ThreadFollow.objects.filter(Exists(unread), message__conversation=conversation, user__in=here)
    return list(rows.values_list("user_id", flat=True).distinct())


def leave_thread(reply: Message) -> dict[str, Any]:
    """Count an answer no more, since it is gone; return what stands at the message it answered to."""
    left = Message.objects.filter(thread=reply.thread_id, deleted_at=None).order_by("-seq")
    last_at = left.values_list("created_at", flat=True).first()
    Message.objects.filter(pk=reply.thread_id).update(thread_count=left.count(), thread_last_at=last_at)
    return {"message": reply.thread_id, "count": left.count(), "last_at": last_at}


def tell_followers(reply: Message, people: set[UUID]) -> None:
    """Tell those of `people` who follow an answer's thread what is unread for them in it now."""
    follows = ThreadFollow.objects.filter(message=reply.thread_id, user__in=people).values_list("user_id", flat=True)
    for user_id in sorted(follows):
        tell_place(reply.thread, user_id)  # type: ignore[arg-type]


def places_in(user: Any, roots: Sequence[UUID], upto: int | None = None) -> dict[UUID, dict[str, Any]]:
    """Return where somebody stands in each of these threads: following or not, how far read, how much unread."""
    follows = (
        {row.message_id: row for row in ThreadFollow.objects.filter(user=user, message__in=roots)} if roots else {}
    )
    if not follows:
        return {}
    read = ThreadFollow.objects.filter(user=user, message=OuterRef("thread")).values("read_seq")[:1]
    said = Message.objects.visible_to(user).filter(thread__in=follows, seq__gt=Subquery(read)).exclude(sender=user)
    if upto is not None:
        said = said.filter(seq__lte=upto)
    unread = dict(said.order_by().values("thread").annotate(amount=Count("pk")).values_list("thread", "amount"))
    return {
        root: {"following": row.following, "read_seq": row.read_seq, "unread_count": unread.get(root, 0)}
        for root, row in follows.items()
    }


def place_in(user: Any, root: UUID, upto: int) -> dict[str, Any]:
    """Return where somebody stands in one thread, up to an event of its conversation."""
    nowhere = {"following": False, "read_seq": 0, "unread_count": 0}
    return {**places_in(user, [root], upto).get(root, nowhere), "seq": upto}


def followed_by(user: Any) -> Q:
    """Return the filter of the messages whose threads somebody follows."""
    return Q(pk__in=ThreadFollow.objects.filter(user=user, following=True).values("message"))


def tell_place(root: Message, user: Any, upto: int | None = None) -> dict[str, Any]:
    """Tell somebody's devices where they stand in a thread."""
    user_id = getattr(user, "pk", user)
    place = place_in(user_id, root.pk, newest_seq(f"conversation:{root.conversation_id}") if upto is None else upto)
    publish(ThreadChanged(root, user_id, place))
    return place
