"""Every operation, tried by those who may do a part: a member finds what is shared and no more, and an administrator
runs the place without reading in it."""

import pytest

from apps.accounts.models import ApiKey, LoginSession, RoleMember, User
from apps.chat.actions import create_group_conversation, open_direct_conversation, send_message
from apps.commands.actions import submit_command
from tests.security.conftest import CANARY, document, run, signed_in
from tests.security.test_every_operation import attempts, state

SECRET = "sirriyok"  # in what ayse keeps from bora


@pytest.fixture
def kept(planted, ayse, cem):
    """Something ayse shares with others than bora, and something that is hers alone."""
    conversation = create_group_conversation(actor=ayse, name=SECRET, member_ids=[cem.pk])
    send_message(actor=ayse, conversation=conversation, text=SECRET)
    alone = document({"id": "say", "task_type": "text.count", "parameters": {"text": SECRET}}, title=SECRET)
    run(submit_command(actor=ayse, alt=alone))
    return planted


def hers(ayse):
    """Return what only ayse may change."""
    return (
        User.objects.filter(pk=ayse.pk).values_list("username", "email", "password", "is_active", "language").get(),
        sorted(LoginSession.objects.filter(user=ayse).values_list("pk", "ended_at")),
        sorted(ApiKey.objects.filter(owner=ayse).values_list("pk", "secret_hash", "revoked_at")),
        sorted(RoleMember.objects.values_list("role", "user")),
    )


def test_a_member_finds_what_is_shared_and_changes_nothing_of_others(kept, ayse, bora):
    before, found = hers(ayse), set()
    for name, what, answer in attempts(signed_in(bora), kept, ayse):
        assert answer.status_code < 500, what
        assert SECRET not in answer.text.lower(), what
        if CANARY in answer.text.lower():
            found.add(name)
    assert {"messages_list", "messages_read", "groups_read", "commands_read"} <= found
    assert hers(ayse) == before


def test_an_administrator_runs_the_place_without_reading_in_it(kept, ayse, deniz):
    open_direct_conversation(actor=deniz, user_id=ayse.pk)  # so that opening it below changes nothing
    before = state()
    for name, what, answer in attempts(signed_in(deniz), kept, ayse):
        assert answer.status_code < 500, what
        # What was reported is shown to whoever settles reports, and that they looked is kept.
        assert name == "reports_read" or CANARY not in answer.text.lower(), f"{name} {what}"
        assert SECRET not in answer.text.lower(), f"{name} {what}"
    assert state() == before
