"""A command acts with what its owner may at that moment, not with what they might when they asked."""

import pytest

from apps.chat.actions import remove_participant
from apps.chat.models import Message
from apps.commands.actions import submit_command
from apps.commands.models import State
from apps.commands.selectors import followed_topics
from tests.security.conftest import document, run, signed_in

POST = {"id": "yaz", "task_type": "chat.post", "parameters": {"text": "sonradan"}}
COUNT = {"id": "say", "task_type": "text.count", "parameters": {"text": "sonradan"}}


@pytest.mark.parametrize("segment", [POST, COUNT])
def test_who_was_removed_gets_nothing_done_there_any_more(ayse, bora, group, segment):
    command = submit_command(actor=bora, alt=document(segment), conversation=group)
    remove_participant(actor=ayse, conversation=group, user=bora)
    run(command)
    assert (command.state, command.error["code"]) == (State.FAILED, "permission.lost")
    assert not Message.objects.filter(text="sonradan").exists()


def test_who_was_disabled_gets_nothing_done_any_more(bora):
    command = submit_command(actor=bora, alt=document(COUNT))
    bora.is_active = False
    bora.save()
    run(command)
    assert (command.state, command.error["code"]) == (State.FAILED, "permission.lost")


@pytest.mark.parametrize("named", ["id", "channel"])
def test_nothing_is_posted_where_the_owner_does_not_take_part(ayse, bora, cem, group, named):
    where = {"conversation": str(group.pk)} if named == "id" else {"channel": f"#{group.name}"}
    command = submit_command(actor=cem, alt=document({**POST, "parameters": {"text": "x", **where}}))
    run(command)
    assert (command.state, command.error["code"]) == (State.FAILED, "conversation.not_found")
    assert not group.messages.exists()


def test_who_was_removed_follows_and_steers_nothing_there_any_more(ayse, bora, group):
    command = submit_command(actor=bora, alt=document(COUNT), conversation=group, confirm=True)
    assert followed_topics(bora) == [command.topic]
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert followed_topics(bora) == []
    for method, path in (("post", "/confirm"), ("post", "/rerun"), ("delete", "")):
        assert getattr(signed_in(bora), method)(f"/api/v1/commands/{command.pk}{path}").status_code == 404


def test_running_again_what_another_asked_acts_for_who_asks(ayse, bora, cem, direct, group):
    """ayse's command posts in the group of ayse and bora; cem, who sees neither, cannot; bora's run posts as bora."""
    alt = document({**POST, "parameters": {"text": "x", "conversation": str(group.pk)}})
    command = run(submit_command(actor=ayse, alt=alt, conversation=direct))
    assert signed_in(cem).post(f"/api/v1/commands/{command.pk}/rerun").status_code == 404
    again = signed_in(bora).post(f"/api/v1/commands/{command.pk}/rerun")
    assert (again.status_code, again.json()["owner"]["username"]) == (202, "bora")


def test_an_idempotency_key_is_its_users_own(api, ayse, cem, direct):
    body = {"conversation": str(direct.pk), "text": "gizli"}
    headers = {"Idempotency-Key": "bir"}
    assert signed_in(ayse).post("/api/v1/messages", body, headers=headers).status_code == 201
    answer = signed_in(cem).post("/api/v1/messages", body, headers=headers)
    assert (answer.status_code, "Idempotency-Replayed" in answer) == (404, False)
