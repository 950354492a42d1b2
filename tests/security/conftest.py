"""What is there to be stolen, and those who try."""

from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.actions import open_login_session
from apps.accounts.models import LoginSession
from apps.chat.actions import add_participants, create_group_conversation, remove_participant, send_message
from apps.chat.moderation.actions import report_message
from apps.commands.actions import submit_command
from apps.commands.models import Command, PersonTask, SavedCommand, State, TaskRun, TaskState
from apps.commands.people.actions import comment_task, create_task
from apps.commands.runner.worker import work_on
from apps.commands.saved.actions import save_command
from apps.commands.secrets.actions import create_secret
from apps.groups.actions.members import remove_member
from apps.groups.actions.servers import create_server
from tests.factories.accounts import UserFactory
from tests.groups.conftest import join
from tests.realtime.conftest import socket  # noqa: F401

CANARY = "kanarya"


@dataclass(frozen=True)
class Planted:
    """Private things of ayse and bora; every text in them holds the canary."""

    direct: Any
    group: Any
    message: Any
    said: Any  # in the group
    command: Command
    private: Command
    session: LoginSession
    server: Any
    task: PersonTask
    saved: SavedCommand  # of the group


def signed_in(user: Any, **session: Any) -> APIClient:
    """Return a client with a real access token: the session is looked up on every request."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {open_login_session(user=user, **session).access}")
    return client


def run(command: Command) -> Command:
    """Be the worker until the command has ended."""
    while waiting := list(TaskRun.objects.filter(run__command=command, state=TaskState.QUEUED)):
        for task in waiting:
            work_on(str(task.pk))
    command.refresh_from_db()
    return command


def document(*segments: dict[str, Any], title: str = CANARY) -> dict[str, Any]:
    return {"alt": "2.0", "title": title, "segments": [{"content": title, **segment} for segment in segments]}


def plant(ayse: Any, bora: Any, direct: Any) -> Planted:
    group = create_group_conversation(actor=ayse, name=f"{CANARY} grubu", member_ids=[bora.pk])
    message = send_message(actor=ayse, conversation=direct, text=f"{CANARY} mesajı")
    said = send_message(actor=ayse, conversation=group, text=f"{CANARY} mesajı")
    alt = document(
        {"id": "say", "task_type": "text.count", "parameters": {"text": CANARY}},
        {"id": "yaz", "task_type": "chat.post", "dependencies": ["say"], "parameters": {"text": f"{CANARY} sonucu"}},
    )
    command = run(submit_command(actor=ayse, alt=alt, conversation=direct))
    private = run(submit_command(actor=ayse, alt=document({"id": "say", "task_type": "text.count",
                                                           "parameters": {"text": CANARY}})))  # fmt: skip
    assert command.state == private.state == State.SUCCEEDED
    report_message(actor=bora, message=message, reason="abuse", text="böyle yazmış")
    open_login_session(user=ayse)
    server = create_server(actor=ayse, name=f"{CANARY} sunucusu")
    join(server, bora)
    channel = server.channels.get().conversation
    send_message(actor=ayse, conversation=channel, text=f"{CANARY} kanalı")
    task = create_task(actor=ayse, title=f"{CANARY} işi", conversation=direct, assignees=[bora.pk])
    comment_task(actor=ayse, task=task, text=f"{CANARY} yorumu")
    create_task(actor=ayse, title=f"{CANARY} işi", message=message, kind="approval")
    submit_command(actor=ayse, alt=document({"id": "x", "task_type": "text.count", "parameters": {"text": CANARY}}),
                   timing={"rrule": "FREQ=DAILY"})  # fmt: skip
    named = document({"id": "x", "task_type": "text.count", "parameters": {"text": CANARY}})
    save_command(actor=ayse, name=CANARY, alt=named)
    save_command(actor=ayse, name=CANARY, alt=named, place=server)
    saved = save_command(actor=ayse, name=CANARY, alt=named, place=group)
    create_secret(actor=ayse, name=CANARY, value=f"{CANARY}-anahtarı", hosts=["example.org"])
    session = LoginSession.objects.filter(user=ayse).latest("id")
    return Planted(direct, group, message, said, command, private, session, server, task, saved)


@pytest.fixture
def planted(ayse: Any, bora: Any, direct: Any, settings: Any) -> Planted:
    settings.LIMITS_FACTOR = 100  # there are more operations than requests that an address may make in a minute
    return plant(ayse, bora, direct)


@pytest.fixture
def former(planted: Planted, ayse: Any) -> Any:
    """Somebody who was in the group, wrote and asked for something there, and was removed."""
    person = UserFactory(username="eski")
    add_participants(actor=ayse, conversation=planted.group, user_ids=[person.pk])
    send_message(actor=person, conversation=planted.group, text=f"{CANARY} eskiden")
    submit_command(
        actor=person, alt=document({"id": "bekle", "task_type": "wait", "parameters": {"duration": "PT1H"}}),
        conversation=planted.group,
    )  # fmt: skip
    create_task(actor=person, title=f"{CANARY} işi", conversation=planted.group, assignees=[ayse.pk])
    create_task(actor=ayse, title=f"{CANARY} işi", conversation=planted.group, assignees=[person.pk])
    remove_participant(actor=ayse, conversation=planted.group, user=person)
    join(planted.server, person)
    remove_member(actor=ayse, server=planted.server, user=person)
    return person
