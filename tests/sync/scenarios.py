"""One scenario for every kind of event, as those see it for whom it differs."""

from datetime import timedelta

from django.utils import timezone

from apps.chat import arranging
from apps.chat.actions import (
    add_participants,
    change_group,
    create_group_conversation,
    give_role,
    hand_over,
    mark_read,
    open_direct_conversation,
    remove_participant,
    send_message,
)
from apps.chat.group_deleting import delete_group
from apps.chat.later.models import Reminder
from apps.chat.later.reminding import fire_due, remove_reminder, set_reminder
from apps.chat.messages.acknowledging import acknowledge_message
from apps.chat.messages.deleting import delete_for_everyone, delete_for_me
from apps.chat.messages.editing import edit_message
from apps.chat.messages.forwarding import forward_message
from apps.chat.messages.pinning import pin_message, unpin_message
from apps.chat.messages.poll_serializers import new_poll
from apps.chat.messages.polls import close_poll, vote
from apps.chat.messages.reacting import add_reaction, remove_reaction
from apps.chat.messages.saving import save_message, unsave_message
from apps.chat.messages.threads import follow_thread, mark_thread_read
from apps.chat.models import Message
from apps.chat.receipts.actions import mark_delivered
from apps.chat.retention.actions import keep_messages, purge_messages
from tests.sync.recorder import Cast, triple

TOMORROW = timezone.now() + timedelta(days=1)


# coming, reading, going ------------------------------------------------------------------------------------------
@triple("bora")
@triple("ayse")
def message_sent(cast: Cast) -> None:
    send_message(actor=cast.ayse, conversation=cast.group, text="Bir", reply_to=cast.said[1].pk)
    send_message(actor=cast.ayse, conversation=cast.group, text="İki @bora")
    send_message(actor=cast.ayse, conversation=cast.group, text="@all üç")


@triple("cem")
@triple("bora")
def conversation_opened(cast: Cast) -> None:
    create_group_conversation(actor=cast.ayse, name="Yeni", member_ids=[cast.bora.pk, cast.cem.pk])
    open_direct_conversation(actor=cast.cem, user_id=cast.ayse.pk)


@triple("bora")
def conversation_read(cast: Cast) -> None:
    mark_read(actor=cast.bora, conversation=cast.group, seq=cast.said[2].seq)
    send_message(actor=cast.ayse, conversation=cast.group, text="Sonra")


@triple("bora")
@triple("ayse")
def message_received(cast: Cast) -> None:
    mark_delivered(actor=cast.bora, conversation=cast.group, seq=cast.said[3].seq)
    mark_read(actor=cast.bora, conversation=cast.group, seq=cast.said[0].seq)


@triple("ayse")
def conversation_arranged(cast: Cast) -> None:
    arranging.pin_conversation(actor=cast.ayse, conversation=cast.group)
    arranging.mute_conversation(actor=cast.ayse, conversation=cast.group)
    arranging.choose_notifications(actor=cast.ayse, conversation=cast.group, notifications="mentions")
    arranging.archive_conversation(actor=cast.ayse, conversation=cast.direct)


def age(cast: Cast) -> None:
    old = Message.objects.filter(conversation=cast.group, seq__lte=cast.said[1].seq)
    old.update(created_at=timezone.now() - timedelta(days=40))
    mark_read(actor=cast.bora, conversation=cast.group)


@triple("bora", prepare=age)
@triple("ayse", prepare=age)
def messages_purged(cast: Cast) -> None:
    keep_messages(actor=cast.ayse, conversation=cast.group, days=30)
    purge_messages(cast.group.pk)


@triple("cem")
@triple("bora")
def member_added(cast: Cast) -> None:
    add_participants(actor=cast.ayse, conversation=cast.group, user_ids=[cast.cem.pk])
    send_message(actor=cast.ayse, conversation=cast.group, text="Hoş geldin @cem")


@triple("bora")
@triple("ayse")
def member_removed(cast: Cast) -> None:
    remove_participant(actor=cast.ayse, conversation=cast.group, user=cast.bora)
    send_message(actor=cast.ayse, conversation=cast.group, text="Gitti")


@triple("bora")
@triple("ayse")
def group_changed(cast: Cast) -> None:
    change_group(actor=cast.ayse, conversation=cast.group, name="Kahve molası", slow_mode_seconds=5)
    give_role(actor=cast.ayse, conversation=cast.group, user=cast.bora, role="administrator")


@triple("bora")
@triple("ayse")
def what_happened_told(cast: Cast) -> None:
    change_group(actor=cast.ayse, conversation=cast.group, name="Kahve", description="Üçte", history="joined")
    pin_message(actor=cast.bora, message=cast.said[0])
    hand_over(actor=cast.ayse, conversation=cast.group, user=cast.bora)
    send_message(actor=cast.bora, conversation=cast.group, text="Sonra")
    add_participants(actor=cast.bora, conversation=cast.group, user_ids=[cast.cem.pk])
    remove_participant(actor=cast.cem, conversation=cast.group, user=cast.cem)


@triple("bora")
@triple("ayse")
def group_deleted(cast: Cast) -> None:
    delete_group(actor=cast.ayse, conversation=cast.group)


def hide_the_past(cast: Cast) -> None:
    change_group(actor=cast.ayse, conversation=cast.group, history="joined")


@triple("cem", prepare=hide_the_past)
def came_where_the_past_is_hidden(cast: Cast) -> None:
    add_participants(actor=cast.ayse, conversation=cast.group, user_ids=[cast.cem.pk])
    change_group(actor=cast.ayse, conversation=cast.group, name="Kahve")


@triple("bora")
@triple("ayse")
def called_in_a_thread(cast: Cast) -> None:
    said = [
        send_message(actor=cast.ayse, conversation=cast.group, text=text, thread=cast.said[0].pk)
        for text in ("@bora bak", "@bora yine", "@all hepiniz")
    ]
    send_message(actor=cast.bora, conversation=cast.group, text="Buradayım")
    mark_thread_read(actor=cast.bora, message=cast.said[0], seq=said[0].seq)
    delete_for_everyone(actor=cast.ayse, message=said[1])


# editing, deleting -----------------------------------------------------------------------------------------------
@triple("bora")
@triple("ayse")
def message_edited(cast: Cast) -> None:
    edit_message(actor=cast.ayse, message=cast.said[3], text="Bugün saat dörtte @bora")
    edit_message(actor=cast.ayse, message=cast.said[2], text="Nasılsın?")


@triple("bora")
@triple("ayse")
def message_deleted(cast: Cast) -> None:
    delete_for_everyone(actor=cast.ayse, message=cast.said[3])
    delete_for_everyone(actor=cast.ayse, message=cast.said[2])
    send_message(actor=cast.bora, conversation=cast.direct, text="x")


@triple("bora")
@triple("ayse")
def sent_and_deleted(cast: Cast) -> None:
    delete_for_everyone(
        actor=cast.ayse, message=send_message(actor=cast.ayse, conversation=cast.group, text="@bora boş ver")
    )


def read_the_first(cast: Cast) -> None:
    mark_read(actor=cast.bora, conversation=cast.group, seq=cast.said[3].seq)


@triple("bora", prepare=read_the_first)
def read_message_deleted(cast: Cast) -> None:
    delete_for_everyone(actor=cast.ayse, message=cast.said[0])
    delete_for_everyone(actor=cast.ayse, message=cast.said[3])


def hide_the_third(cast: Cast) -> None:
    delete_for_me(actor=cast.bora, message=cast.said[2])


@triple("bora", prepare=hide_the_third)
def hidden_message_deleted(cast: Cast) -> None:
    delete_for_everyone(actor=cast.ayse, message=cast.said[2])


@triple("bora", prepare=hide_the_third)
def message_after_a_hidden_one_deleted(cast: Cast) -> None:
    delete_for_everyone(actor=cast.ayse, message=cast.said[3])


@triple("bora")
def message_hidden(cast: Cast) -> None:
    delete_for_me(actor=cast.bora, message=cast.said[3])
    delete_for_me(actor=cast.bora, message=cast.said[0])


# marks -----------------------------------------------------------------------------------------------------------
@triple("bora")
@triple("ayse")
def message_pinned(cast: Cast) -> None:
    pin_message(actor=cast.ayse, message=cast.said[3])
    pin_message(actor=cast.bora, message=cast.said[0])
    unpin_message(actor=cast.bora, message=cast.said[3])


@triple("bora")
@triple("ayse")
def reacted(cast: Cast) -> None:
    add_reaction(actor=cast.ayse, message=cast.said[3], emoji="👍")
    add_reaction(actor=cast.bora, message=cast.said[3], emoji="👍")
    add_reaction(actor=cast.bora, message=cast.said[0], emoji="🎉")
    add_reaction(actor=cast.bora, message=cast.said[0], emoji="👍")
    remove_reaction(actor=cast.bora, message=cast.said[0], emoji="🎉")


@triple("bora")
def saved_and_reminded(cast: Cast) -> None:
    save_message(actor=cast.bora, message=cast.said[3])
    save_message(actor=cast.bora, message=cast.said[0])
    unsave_message(actor=cast.bora, message=cast.said[0])
    set_reminder(actor=cast.bora, message=cast.said[0], at=TOMORROW)
    set_reminder(actor=cast.bora, message=cast.said[3], at=TOMORROW)
    remove_reminder(actor=cast.bora, message=cast.said[3])
    Reminder.objects.update(at=timezone.now())
    fire_due()


# threads ---------------------------------------------------------------------------------------------------------
def answer(cast: Cast) -> None:
    send_message(actor=cast.bora, conversation=cast.group, text="cevap", thread=cast.said[2].pk)


@triple("bora")
@triple("ayse")
def thread_answered(cast: Cast) -> None:
    answer(cast)
    send_message(actor=cast.ayse, conversation=cast.group, text="bir daha", thread=cast.said[2].pk)
    send_message(actor=cast.ayse, conversation=cast.group, text="ve bir daha", thread=cast.said[2].pk)


@triple("bora", prepare=answer)
@triple("ayse", prepare=answer)
def thread_read_and_left(cast: Cast) -> None:
    mark_thread_read(actor=cast.ayse, message=cast.said[2])
    send_message(actor=cast.bora, conversation=cast.group, text="iki", thread=cast.said[2].pk)
    follow_thread(actor=cast.ayse, message=cast.said[2], following=False)


@triple("bora", prepare=answer)
@triple("ayse", prepare=answer)
def answer_deleted(cast: Cast) -> None:
    one = send_message(actor=cast.ayse, conversation=cast.group, text="iki", thread=cast.said[2].pk)
    delete_for_everyone(actor=cast.ayse, message=one)
    delete_for_everyone(actor=cast.bora, message=Message.objects.get(text="cevap"))


def answer_and_take_back(cast: Cast) -> None:
    answer(cast)
    delete_for_everyone(actor=cast.bora, message=Message.objects.get(text="cevap"))


@triple("bora", prepare=answer_and_take_back)
@triple("ayse", prepare=answer_and_take_back)
def answered_again(cast: Cast) -> None:
    send_message(actor=cast.ayse, conversation=cast.group, text="yine", thread=cast.said[2].pk)
    send_message(actor=cast.bora, conversation=cast.group, text="ve yine", thread=cast.said[2].pk)


# polls and urgent messages ---------------------------------------------------------------------------------------
def ask(cast: Cast) -> None:
    send_message(actor=cast.ayse, conversation=cast.group, text="Çay mı?", type="poll", poll=new_poll(["çay", "kahve"]))
    send_message(actor=cast.ayse, conversation=cast.group, text="Toplantı 5 dakika sonra", urgent=True)


@triple("bora", prepare=ask)
@triple("ayse", prepare=ask)
def poll_voted(cast: Cast) -> None:
    poll = Message.objects.get(type="poll")
    vote(actor=cast.bora, message=poll, options=[2])
    vote(actor=cast.ayse, message=poll, options=[1])
    vote(actor=cast.bora, message=poll, options=[1])
    close_poll(actor=cast.ayse, message=poll)


@triple("bora", prepare=ask)
@triple("ayse", prepare=ask)
def acknowledged(cast: Cast) -> None:
    acknowledge_message(actor=cast.bora, message=Message.objects.get(urgent=True))
    forward_message(actor=cast.bora, message=cast.said[0], conversations=[cast.direct])
