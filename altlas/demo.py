"""The demo workspace: made with the product's own actions, then set back in time."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import make_owner
from apps.chat.actions import create_group_conversation, mark_read, open_direct_conversation, send_message
from apps.chat.models import Conversation, Message
from apps.commands.actions import submit_command
from apps.commands.models import Command, TaskRun, TaskState
from apps.commands.runner.worker import work_on

PASSWORD = "demo demo demo"  # noqa: S105 - shown to everybody who runs the demo
PEOPLE = [
    ("ayse", "Ayşe Işık", "tr"),
    ("bora", "Bora Kaya", "en"),
    ("cem", "Cem Öztürk", "tr"),
    ("deniz", "Deniz Çelik", "tr"),
    ("elif", "Elif Şahin", "en"),
]
TALK = [
    ("deniz", "Günaydın ekip! Lansman haftasına hoş geldiniz 🎉"),
    ("ayse", "Günaydın! Sipariş tablosu hazır, birazdan şehir şehir bakacağım."),
    (
        "bora",
        "Morning! I'll take the landing page. Draft is in **review**, two open points:\n\n1. hero text\n2. price table",
    ),
    ("elif", "Hero text: *Talk, ask, get it done.* What do you think?"),
    ("cem", "Bence güzel. Türkçesi: *Konuş, iste, iş bitsin.*"),
    ("ayse", "İkisi de iyi. Yazı tipini de konuşalım; `İ` ve `ı` düzgün görünüyor mu?"),
    ("bora", "Checked `İstanbul`, `Iğdır`, `ışık`: all fine now."),
    ("deniz", "Harika. Öğlene kadar rakamları buraya yazalım."),
]
DIRECT = [
    ("bora", "Did the export work for you?"),
    ("ayse", "Evet, 1.200 satır geldi. Şimdi şehre göre sayıyorum."),
    ("bora", "Perfect. Post the top three here when you have them."),
]
WISHES = [
    ("ayse", "direct", "siparisler.csv dosyasını oku, şehre göre say, ilk 3'ü buraya yaz"),
    ("bora", "group", "read siparisler.csv, count by district, post the top 5 here"),
]
STEP = timedelta(minutes=7)


def build_demo(*, until: datetime) -> bool:
    """Make the workspace; False where it is there already. What is said ends at `until`."""
    if User.objects.filter(username="elif", email="elif@demo.invalid").exists():
        return False
    people = {name: _person(name, shown, language) for name, shown, language in PEOPLE}
    ayse, bora = people["ayse"], people["bora"]
    group = create_group_conversation(
        actor=people["deniz"], name="Lansman haftası", member_ids=[user.pk for user in people.values()]
    )
    direct, _opened = open_direct_conversation(actor=ayse, user_id=bora.pk)
    open_direct_conversation(actor=ayse, user_id=people["elif"].pk)
    for name, text in TALK:
        send_message(actor=people[name], conversation=group, text=text)
    for name, text in DIRECT:
        send_message(actor=people[name], conversation=direct, text=text)
    for name, where, text in WISHES:
        _run(people[name], {"direct": direct, "group": group}[where], text)
    _set_back(group, until - timedelta(hours=1))
    _set_back(direct, until)
    mark_read(actor=bora, conversation=direct)
    return True


@transaction.atomic
def _person(name: str, shown: str, language: str) -> User:
    user, made = User.objects.get_or_create(username=name, defaults={"email": f"{name}@demo.invalid"})
    if made:
        user.display_name, user.language = shown, language
        user.set_password(PASSWORD)
        user.save()
        if name == "deniz":
            make_owner(user)
    return user


def _run(owner: User, conversation: Conversation, text: str) -> None:
    """Ask for something and do it here, without a worker."""
    _lay_out_table(owner)
    command = submit_command(actor=owner, text=text, conversation=conversation)
    for _round in range(20):
        waiting = TaskRun.objects.filter(run__command=command, state=TaskState.QUEUED)
        if not waiting:
            break
        for task in waiting:
            work_on(str(task.pk))


def _lay_out_table(owner: User) -> None:
    from django.conf import settings

    from apps.commands.runner.context import TaskContext

    table = (settings.BASE_DIR / "static" / "demo" / "cities.csv").read_bytes()
    nobody: Any = TaskRun()
    TaskContext(nobody, Command(owner=owner)).write_file("siparisler.csv", table)


def _set_back(conversation: Conversation, last: datetime) -> None:
    """Spread what was said over the hours before `last`."""
    messages = list(Message.objects.filter(conversation=conversation).order_by("-seq"))
    for place, message in enumerate(messages):
        Message.objects.filter(pk=message.pk).update(created_at=last - place * STEP)
    Conversation.objects.filter(pk=conversation.pk).update(last_activity_at=last)
