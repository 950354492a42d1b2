"""Sending: any number of messages in one transaction, each judged by itself. `send_message` is the batch of one.

A socket's sends gather while a transaction is under way (`apps/realtime/gathering.py`) and go together in the next:
one lock, one number and one row change for each conversation, and one insert for all.
"""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import UUIDField
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from apps.accounts.models import User
from apps.chat.events import MessageCreated
from apps.chat.messages.mentions import NOBODY, Called, Names, add_mentions
from apps.chat.messages.threads import enter_threads
from apps.chat.models import Conversation, Message, Participant, topic_of
from apps.chat.permissions import can_send_in_thread, can_send_message, wishes_in
from apps.chat.problems import CannotWrite, ClientIdReused, NoSuchThread, NotSaid, ReplyElsewhere
from apps.chat.slow_mode import wait_ones_turn
from apps.core.ids import uuid7
from apps.core.permissions import require
from apps.core.prepared import Given, Prepared, instance
from apps.core.problems import NotFound, Problem
from apps.core.rows import inserting, updating
from apps.core.statements import Statement, together
from apps.core.whence import Whence, whence
from apps.events.bus import next_seqs, publish_all

AGAIN = ("40001", "40P01")  # PostgreSQL: could not serialize, deadlock


@dataclass(frozen=True)
class Draft:
    """What one person wants to say in one conversation."""

    actor: User
    conversation: UUID
    text: str
    client_id: UUID | None = None
    reply_to: UUID | None = None
    type: str = Message.Type.TEXT
    card: dict[str, Any] | None = None
    thread: UUID | None = None
    location: dict[str, Any] | None = None
    poll: dict[str, Any] | None = None
    urgent: bool = False
    forwarded: dict[str, Any] | None = None
    whence: Whence = field(default_factory=whence)


def send_messages(drafts: Sequence[Draft]) -> list[Message | Exception]:
    """Post messages in this order and in one transaction; a refused one does not harm the others."""
    try:
        with transaction.atomic():
            return _send(drafts)
    except Exception as error:
        if len(drafts) == 1 or not _of_one(error):
            raise
    return [_alone(draft) for draft in drafts]  # one holds what only the database could tell: let it fail by itself


def _of_one(error: Exception) -> bool:
    """Is this the fault of one draft (or of the company it was in), and not of a database that is gone?"""
    return not isinstance(error, OperationalError) or getattr(error.__cause__, "sqlstate", None) in AGAIN


def _alone(draft: Draft) -> Message | Exception:
    try:
        return send_messages([draft])[0]
    except Exception as error:
        return error


def _send(drafts: Sequence[Draft]) -> list[Message | Exception]:
    judge = _Judge(drafts)
    outcomes: list[Message | Exception] = []
    for draft in drafts:
        try:
            outcomes.append(judge.message_of(draft))
        except Problem as problem:
            outcomes.append(problem)
    if judge.new:
        messages = [message for message, _draft in judge.new]
        add_mentions({message: people for message in messages if (people := judge.called[message.pk].people)})
        writes = _stored(messages)
        if any(message.thread_id for message in messages):
            together(*writes)
            writes = []
            enter_threads(messages, judge.called)
        happenings = [MessageCreated(message) for message in messages]
        publish_all(happenings, [draft.whence for _, draft in judge.new], along=writes)
    return outcomes


_LOCKED: Prepared[Conversation] = Prepared(
    lambda: (
        Conversation.objects.select_for_update()
        .filter(pk__in=Given("places", UUIDField(), many=True))
        .only("kind", "who_may", "slow_mode_seconds", "direct_key")
        .order_by("pk")
    )
)
_HERE: Prepared[Participant] = Prepared(
    lambda: (
        Participant.objects.filter(
            conversation__in=Given("places", UUIDField(), many=True), user__in=Given("people", UUIDField(), many=True)
        )
        .select_related("user")
        .only(
            *("conversation", "user", "role", "rights", "silenced_until", "last_sent_at"),
            *(f"user__{name}" for name in ("username", "display_name", "avatar", "is_bot", "is_active")),
            *("user__deletes_at", "user__erased_at"),
        )
    )
)


class _Judge:
    """Locks the conversations of a batch, loads what its messages are judged by, and judges each."""

    def __init__(self, drafts: Sequence[Draft]):
        places = {draft.conversation for draft in drafts}
        actors = {draft.actor.pk for draft in drafts}
        locked, here = together(_LOCKED.of(places=places), _HERE.of(places=places, people=actors))
        self.conversations: dict[UUID, Conversation] = {conversation.pk: conversation for conversation in locked}
        self.here: dict[tuple[UUID, UUID], Participant] = {
            (place.conversation_id, place.user_id): place for place in here
        }
        self.wishes = wishes_in(locked)
        self.sent = {_key(message): message for message in self._sent_before(drafts)}
        self.new: list[tuple[Message, Draft]] = []
        self.called: dict[UUID, Called] = {}
        self.names = Names(
            (self.conversations[draft.conversation], draft.text)
            for draft in drafts
            if draft.conversation in self.conversations and not draft.forwarded
        )
        self.seen = self._seen(drafts)

    @staticmethod
    def _seen(drafts: Sequence[Draft]) -> dict[tuple[UUID, UUID, UUID], Message]:
        """Return the messages that are referred to and seen, by who sees them, conversation and id."""
        wanted: dict[UUID, set[UUID]] = {}
        for draft in drafts:
            for key in (draft.reply_to, draft.thread):
                if key:
                    wanted.setdefault(draft.actor.pk, set()).add(key)
        return {
            (actor, row.conversation_id, row.pk): row
            for actor, keys in wanted.items()
            for row in Message.objects.visible_to(actor).filter(pk__in=keys)
        }

    @staticmethod
    def _sent_before(drafts: Sequence[Draft]) -> Sequence[Message]:
        ids = {draft.client_id for draft in drafts if draft.client_id}
        if not ids:
            return ()
        actors = {draft.actor.pk for draft in drafts}
        places = {draft.conversation for draft in drafts}
        rows = Message.objects.filter(client_id__in=ids, sender__in=actors, conversation__in=places)
        return list(rows.select_related("sender"))

    def message_of(self, draft: Draft) -> Message:
        """Return the message a draft becomes, or became before; raise what stands against it."""
        conversation = self.conversations.get(draft.conversation)
        if conversation is None:
            raise NotFound()
        place = self.here.get((conversation.pk, draft.actor.pk))
        actor = place.user if place else draft.actor
        conversation.asked_for = actor.pk  # type: ignore[attr-defined]
        conversation.asked_role = place.role if place else None  # type: ignore[attr-defined]
        conversation.asked_rights = place.rights if place else None  # type: ignore[attr-defined]
        conversation.asked_silence = place.silenced_until if place else None  # type: ignore[attr-defined]
        wish = self.wishes.get((conversation.pk, actor.pk), (False, None))
        conversation.asked_apart, conversation.asked_audience = wish  # type: ignore[attr-defined]
        may_write = can_send_in_thread if draft.thread else can_send_message
        require(may_write(actor, conversation), CannotWrite)
        key = (actor.pk, conversation.pk, draft.client_id)
        if draft.client_id and (sent := self.sent.get(key)):
            require(_says(sent, draft), ClientIdReused)
            again = copy(sent)  # a twin in the same batch has the first one's row
            again.sent_before = True
            return again
        place_of = (draft.actor.pk, conversation.pk)
        require(draft.reply_to is None or (*place_of, draft.reply_to) in self.seen, ReplyElsewhere)
        root = self.seen.get((*place_of, draft.thread)) if draft.thread else None
        require(draft.thread is None or (root is not None and root.thread_id is None), NoSuchThread)
        answered = [self.seen[*place_of, key] for key in (draft.reply_to, draft.thread) if key]
        require(not any(one.is_system for one in answered), NotSaid)
        called = NOBODY if draft.forwarded else self.names.called(draft.text, actor=actor, conversation=conversation)
        if place:
            wait_ones_turn(actor, conversation, place)
        message = _written(draft, actor, conversation, root, called)
        self.called[message.pk] = called
        if draft.client_id:
            self.sent[key] = message
        self.new.append((message, draft))
        return message


def _says(sent: Message, draft: Draft) -> bool:
    """Is this what was sent before? What people changed about it since does not count."""
    told = (sent.text, sent.reply_to_id, sent.thread_id, sent.location, sent.urgent)
    again = (draft.text, draft.reply_to, draft.thread, draft.location, draft.urgent)
    edited = sent.edited_at is not None or sent.deleted_at is not None
    return told[1:] == again[1:] and (edited or told[0] == again[0])


def _key(message: Message) -> tuple[Any, ...]:
    return message.sender_id, message.conversation_id, message.client_id


_BLANK = {field.attname: None if field.primary_key else field.get_default() for field in Message._meta.concrete_fields}


def _written(draft: Draft, actor: User, place: Conversation, root: Message | None, called: Called) -> Message:
    """Return what a draft becomes, as yet without a number."""
    closes = draft.poll["closes_at"] if draft.poll else None
    message = instance(
        Message,
        {
            **_BLANK,
            "id": uuid7(),
            "conversation_id": place.pk,
            "sender_id": actor.pk,
            "text": draft.text,
            "mentions": called.shown,
            "reactions": [],
            "type": draft.type,
            "card": draft.card,
            "client_id": draft.client_id,
            "reply_to_id": draft.reply_to,
            "thread_id": draft.thread,
            "location": draft.location,
            "poll": draft.poll,
            "poll_closes_at": parse_datetime(closes) if closes else None,
            "urgent": draft.urgent,
            "forwarded": draft.forwarded,
        },
    )
    message._state.fields_cache.update(conversation=place, sender=actor, thread=root)
    return message


def _stored(messages: Sequence[Message]) -> list[Statement]:
    """Number the messages; return what writes them, moves their conversations up and has their senders read them."""
    amounts = Counter(topic_of(message.conversation_id) for message in messages)
    following = {topic: last - amounts[topic] for topic, last in next_seqs(amounts).items()}
    now = timezone.now()
    for message in messages:
        topic = topic_of(message.conversation_id)
        following[topic] += 1
        message.seq, message.created_at = following[topic], now
    writes = [inserting(Message, [{name: message.__dict__[name] for name in _BLANK} for message in messages])]
    said = [message for message in messages if message.thread_id is None]
    if said:
        newest = {message.conversation_id: message.pk for message in said}
        furthest = {(message.conversation_id, message.sender_id): message.seq for message in said}
        writes += [
            updating(
                Conversation,
                ["id"],
                ["last_message", "last_activity_at"],
                [(place, message, now) for place, message in newest.items()],
            ),
            updating(
                Participant,
                ["conversation", "user"],
                ["read_seq", "archived_at"],
                [(*place, seq, None) for place, seq in furthest.items()],
                only="old.read_seq < new_read_seq",
            ),
        ]
    return writes
