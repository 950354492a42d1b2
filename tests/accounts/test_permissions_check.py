"""May I? One answer for one object and for a hundred; the hidden answers like what does not exist."""

import pytest

from apps.accounts.models import ADMINISTRATOR, MODERATOR, Role
from apps.accounts.roles import create_role, grant_role
from apps.chat.actions import add_participants, create_group_conversation, remove_participant, send_message
from apps.chat.permissions import can_manage_participants
from apps.commands.actions import submit_command
from tests.factories.accounts import UserFactory
from tests.security.conftest import document

CHECK, GRANTS = "/api/v1/permissions/check", "/api/v1/permissions/grants"
COUNT = {"id": "say", "task_type": "text.count", "parameters": {"text": "x"}}


def ask(api, user, permission, kind, thing):
    body = {"permission": permission, "object": {"type": kind, "id": str(thing)}}
    answer = api(user).post(CHECK, body)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["permission"] == permission
    return answer.json()["allowed"]


def test_without_an_object_roles_answer(api, ayse, deniz):
    for user, allowed in ((ayse, False), (deniz, True)):
        answer = api(user).post(CHECK, {"permission": "accounts.view_user"})
        assert answer.json() == {"permission": "accounts.view_user", "allowed": allowed}
    grant_role(actor=deniz, role=Role.objects.builtin(MODERATOR), user=ayse)
    assert api(ayse).post(CHECK, {"permission": "accounts.view_user"}).json()["allowed"] is True


def test_conversations_and_groups(api, ayse, bora, cem, deniz, group, direct):
    for kind, name in (("conversations", "chat.change_conversation"), ("groups", "groups.change_group")):
        assert [ask(api, user, name, kind, group.pk) for user in (ayse, bora, cem, deniz)] == [
            True,
            False,
            False,
            False,
        ]
    assert [ask(api, user, "chat.view_conversation", "conversations", direct.pk) for user in (ayse, cem)] == [
        True,
        False,
    ]
    assert ask(api, bora, "chat.add_message", "conversations", direct.pk)
    assert not ask(api, bora, "groups.view_group", "groups", direct.pk), "a direct conversation is no group"


def test_messages(api, ayse, bora, cem, deniz, group):
    message = send_message(actor=ayse, conversation=group, text="x")
    assert [ask(api, user, "chat.view_message", "messages", message.pk) for user in (ayse, cem)] == [True, False]
    asked = (ayse, bora, cem, deniz)
    assert [ask(api, user, "chat.delete_message", "messages", message.pk) for user in asked] == [
        True,
        False,
        False,
        False,
    ]
    grant_role(actor=deniz, role=Role.objects.builtin(MODERATOR), user=bora)
    grant_role(actor=deniz, role=Role.objects.builtin(MODERATOR), user=cem)
    assert [ask(api, user, "chat.delete_message", "messages", message.pk) for user in (bora, cem)] == [True, False]
    by_a_member = send_message(actor=bora, conversation=group, text="y")
    assert ask(api, ayse, "chat.delete_message", "messages", by_a_member.pk), "owners keep their group tidy"


def test_users(api, ayse, bora, deniz):
    admin = UserFactory()
    grant_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=admin)
    for name in ("accounts.change_user", "accounts.delete_user"):
        assert ask(api, admin, name, "users", ayse.pk)
        assert not ask(api, admin, name, "users", deniz.pk)
        assert not ask(api, ayse, name, "users", bora.pk)
    assert ask(api, ayse, "accounts.view_user", "users", ayse.pk)
    assert not ask(api, ayse, "accounts.view_user", "users", bora.pk)


def test_commands(api, ayse, bora, cem, group):
    command = submit_command(actor=ayse, alt=document(COUNT), conversation=group, confirm=True)
    asked = (ayse, bora, cem)
    assert [ask(api, user, "commands.view_command", "commands", command.pk) for user in asked] == [True, True, False]
    assert [ask(api, user, "commands.change_command", "commands", command.pk) for user in asked] == [True, False, False]


def test_the_hidden_answers_like_what_does_not_exist(api, cem, direct, new_id):
    asked = [{"type": "conversations", "id": str(key)} for key in (direct.pk, new_id())]
    answer = api(cem).post(CHECK, {"permission": "chat.view_conversation", "objects": asked}).json()
    assert answer == {"results": [{**one, "allowed": False} for one in asked]}


def test_a_former_member_may_nothing(api, ayse, bora, group):
    assert ask(api, bora, "chat.add_message", "conversations", group.pk)
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert not ask(api, bora, "chat.add_message", "conversations", group.pk)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"permission": "no.such"}, {"permission": 5}, {"permission": "accounts.view_user", "x": 1},
        {"permission": "accounts.view_user", "object": {"type": "conversations", "id": "0" * 32}},
        {"permission": "chat.view_conversation", "object": {"type": "planets", "id": "0" * 32}},
        {"permission": "chat.view_conversation", "object": {"type": "conversations", "id": "x"}},
        {"permission": "chat.view_conversation", "object": {"type": "conversations"}},
        {"permission": "chat.view_conversation", "objects": []},
        {"permission": "chat.view_conversation", "objects": [{"type": "conversations", "id": "0" * 32}] * 101},
        {"permission": "accounts.open_admin", "object": {"type": "users", "id": "0" * 32}},
        {"permission": "chat.view_conversation", "object": {"type": "conversations", "id": "0" * 32},
         "objects": [{"type": "conversations", "id": "0" * 32}]},
    ],
)  # fmt: skip
def test_malformed_questions(api, ayse, body):
    answer = api(ayse).post(CHECK, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.invalid")


def test_nobody_asks_unless_signed_in(api, db):
    assert api().post(CHECK, {"permission": "accounts.view_user"}).status_code == 401


@pytest.mark.parametrize("kind", ["conversations", "groups", "messages", "users", "commands"])
def test_a_hundred_cost_as_much_as_one(api, ayse, deniz, group, kind, django_assert_max_num_queries):
    name, make = {
        "conversations": (
            "chat.change_conversation",
            lambda n: create_group_conversation(actor=ayse, name=f"g{n}", member_ids=[]),
        ),
        "groups": (
            "groups.change_group",
            lambda n: create_group_conversation(actor=deniz, name=f"g{n}", member_ids=[ayse.pk]),
        ),
        "messages": ("chat.delete_message", lambda n: send_message(actor=ayse, conversation=group, text=f"m{n}")),
        "users": ("accounts.change_user", lambda n: UserFactory()),
        "commands": (
            "commands.change_command",
            lambda n: submit_command(actor=ayse, alt=document(COUNT), confirm=True),
        ),
    }[kind]
    amount = 20 if kind == "commands" else 100
    asked = [{"type": kind, "id": str(make(n).pk)} for n in range(amount)]
    api(ayse).post(CHECK, {"permission": name, "objects": asked[:1]})  # content types are remembered for good
    for some in (asked[:1], asked):
        with django_assert_max_num_queries(6):
            results = api(ayse).post(CHECK, {"permission": name, "objects": some}).json()["results"]
        assert {one["allowed"] for one in results} == {kind not in ("groups", "users")}


# rights on one object -------------------------------------------------------------------------------------------------
def give(api, actor, group, path="", **to):
    body = {"permission": "groups.change_group", "object": {"type": "groups", "id": str(group.pk)}, **to}
    return api(actor).post(GRANTS + path, body)


def test_a_right_on_one_group_is_given_and_taken_back(api, ayse, bora, cem, group):
    other = create_group_conversation(actor=ayse, name="öteki", member_ids=[bora.pk])
    assert give(api, ayse, group, user=str(bora.pk)).status_code == 204
    assert give(api, ayse, group, user=str(bora.pk)).status_code == 204
    assert ask(api, bora, "groups.change_group", "groups", group.pk)
    assert not ask(api, bora, "groups.change_group", "groups", other.pk)
    assert api(bora).post(f"/api/v1/groups/{group.pk}/members", {"members": [str(cem.pk)]}).status_code == 200
    assert give(api, ayse, group, "/take-back", user=str(bora.pk)).status_code == 204
    assert not ask(api, bora, "groups.change_group", "groups", group.pk)


def test_whoever_was_given_a_right_does_not_give_it_on(api, ayse, bora, cem, group):
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    assert give(api, bora, group, user=str(bora.pk)).status_code == 403
    give(api, ayse, group, user=str(bora.pk))
    assert give(api, bora, group, user=str(cem.pk)).status_code == 403


def test_a_right_ends_with_taking_part(api, ayse, bora, group):
    give(api, ayse, group, user=str(bora.pk))
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert not can_manage_participants(bora, group)


def test_a_right_shows_nothing_that_is_hidden(api, ayse, cem, group, direct):
    assert give(api, ayse, group, user=str(cem.pk)).status_code == 404
    assert give(api, cem, group, user=str(cem.pk)).status_code == 404
    body = {"permission": "chat.change_conversation", "object": {"type": "conversations", "id": str(direct.pk)},
            "user": str(ayse.pk)}  # fmt: skip
    assert api(ayse).post(GRANTS, body).status_code == 403, "nobody manages a direct conversation"


def test_a_role_is_given_a_right(api, ayse, bora, deniz, group):
    add_participants(actor=ayse, conversation=group, user_ids=[deniz.pk])
    role = create_role(actor=deniz, name="hosts", level=5)
    grant_role(actor=deniz, role=role, user=bora)
    assert give(api, ayse, group, role=str(role.pk)).status_code == 403, "ayse gives no roles"
    grant_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=ayse)
    assert give(api, ayse, group, role=str(role.pk)).status_code == 204
    assert ask(api, bora, "groups.change_group", "groups", group.pk)
    assert not ask(api, deniz, "groups.change_group", "groups", group.pk), "being owner of the place opens no group"
    api(deniz).delete(f"/api/v1/roles/{role.pk}")
    assert not ask(api, bora, "groups.change_group", "groups", group.pk)


def test_the_owner_of_a_command_lets_another_cancel_it(api, ayse, bora, group):
    command = submit_command(actor=ayse, alt=document(COUNT), conversation=group, confirm=True)
    url = f"/api/v1/commands/{command.pk}"
    assert api(bora).delete(url).status_code == 403
    body = {"permission": "commands.change_command", "object": {"type": "commands", "id": str(command.pk)},
            "user": str(bora.pk)}  # fmt: skip
    assert api(ayse).post(GRANTS, body).status_code == 204
    assert api(bora).delete(url).status_code in (200, 202, 204)
