"""Every operation of the API and every command of the socket, tried by those who have no business there."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml
from channels.db import database_sync_to_async as sync_to_async
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import Role
from apps.chat.models import Message, Participant, Report
from apps.commands.models import Command, PersonTask, SavedCommand, Schedule, Secret
from apps.core import throttling
from apps.realtime.registry import commands
from tests.factories.accounts import PASSWORD
from tests.realtime.client import SocketClient
from tests.security.conftest import CANARY, Planted, document, plant, signed_in

DOCUMENT = yaml.safe_load((settings.BASE_DIR / "docs" / "api" / "openapi.yaml").read_text(encoding="utf-8"))
NOTHING = "00000000-0000-7000-8000-000000000000"
OPEN = {"auth_register": 201, "auth_token": 401, "auth_token_refresh": 401, "auth_logout": 204, "versions_list": 200,
        "auth_passkeys_login_begin": 200, "auth_passkeys_login": 401,
        "users_avatar": 404, "server_picture": 404, "group_avatar": 404, "emoji_picture": 404, "auth_password_reset": 204, "auth_password_reset_confirm": 400, "auth_email_verify": 400,
        "auth_email_change_confirm": 400, "auth_email_change_undo": 400,
        "invitations_accept": 400, "services_heartbeat": 401, "schemas_list": 200, "schemas_read": 404}  # fmt: skip
# What only those may who run the place: refused before anything is looked at.
PERMITTED = dict.fromkeys(
    ["roles_list", "roles_create", "roles_read", "roles_change", "roles_delete", "roles_permissions",
     "role_members_list", "role_members_add", "users_list", "users_create", "users_change",
     "users_factors_reset",
     "users_change_partly", "users_delete", "users_bulk", "invitations_list", "invitations_create",
     "invitations_read", "invitations_withdraw", "invitations_resend",
     "services_list", "services_register", "services_discover", "services_read", "services_change",
     "services_remove", "services_renew_secret"], 403
)  # fmt: skip
# What a signed-in stranger may do: on what is theirs, or on what everybody sees.
STRANGER = {
    **OPEN,
    "auth_sessions_list": 200,
    "auth_sessions_end_others": 204,
    "auth_password_change": 403,  # with a wrong password
    "auth_email_change": 204,
    "auth_email_resend": 204,
    "auth_sessions_analytics": 200,
    "auth_api_keys_list": 200,
    "auth_api_keys_create": 201,
    "auth_api_keys_scopes": 200,
    "auth_reauthenticate": 403,  # with a wrong password
    "auth_2fa_read": 200,
    "auth_2fa_totp_begin": 201,
    "auth_2fa_totp_confirm": 403,  # with a wrong code
    "auth_2fa_totp_remove": 409,
    "auth_2fa_codes_read": 200,
    "auth_2fa_codes_renew": 409,
    "auth_passkeys_list": 200,
    "auth_passkeys_options": 200,
    "auth_passkeys_add": 403,
    "auth_passkeys_challenge": 409,
    "audit_list": 403,
    "audit_head": 403,
    "users_me": 200,
    "users_me_change": 200,
    "users_read": 200,
    "users_search": 200,
    **PERMITTED,
    "users_presence": 200,
    "users_me_preferences": 200,
    "users_me_preferences_change": 200,
    "users_me_blocks_list": 200,
    "users_me_blocks_add": 200,
    "users_me_blocks_remove": 204,
    "users_me_roles": 200,
    "users_me_permissions": 200,
    "users_me_avatar_set": 415,  # what is sent here is no picture
    "users_me_avatar_remove": 204,
    "users_me_deactivate": 403,  # with a wrong password
    "users_me_delete": 400,  # without the password; the documents cannot say that this DELETE has a body
    "users_me_keep": 200,
    "users_me_export": 202,
    "users_me_exports_list": 200,
    "permissions_check": 200,
    "conversations_list": 200,
    "drafts_list": 200,
    "messages_reminders": 200,
    "messages_saved": 200,
    "scheduled_list": 200,
    "threads_list": 200,
    "conversations_open": 201,
    "groups_create": 201,
    "servers_list": 200,
    "servers_create": 201,
    "commands_list": 200,
    "commands_preview": 200,
    "tasks_list": 200,
    "commands_analytics": 200,
    "commands_suggestions": 200,
    "search_everything": 200,
    "schedules_list": 200,
    "saved_commands_list": 200,
    "secrets_list": 200,
    "secrets_create": 201,
    "commands_bulk": 200,  # each by itself: 404
    "atlas_search": 200,
    "messages_search": 200,
    **dict.fromkeys(["reports_list", "reports_read", "reports_resolve", "conversations_hold", "conversations_release",
                     "retention_read", "retention_set"], 403),
}  # fmt: skip
QUERIES = {
    "services_discover": "?type=runner",
    **dict.fromkeys(("users_search", "atlas_search", "messages_search", "search_everything"), f"?q={CANARY}"),
    "commands_diff": f"?with={NOTHING}",
}
LEAVING = {"conversations_remove", "groups_delete", "servers_delete"}  # tried last: whoever left finds nothing any more
STEERED = ("confirm", "cancel", "pause", "resume", "rerun")


def operations() -> Iterator[tuple[str, str, str]]:
    """Return the id, method and path of every operation."""
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield operation["operationId"], method, path


def targets(planted: Planted, ayse: Any) -> dict[str, list[str]]:
    """Return what to put for `{id}`, by the first part of the path."""
    return {
        "auth": [str(planted.session.pk)],
        "users": [str(ayse.pk)],
        "invitations": [str(planted.session.pk)],
        "services": [str(planted.session.pk)],
        "roles": [str(Role.objects.builtin("owner").pk)],
        "conversations": [str(planted.direct.pk), str(planted.group.pk), str(planted.server.channels.get().pk)],
        "groups": [str(planted.group.pk)],
        "servers": [str(planted.server.pk)],
        "emoji": [NOTHING],
        "messages": [str(pk) for pk in Message.objects.values_list("pk", flat=True)],
        "reports": [str(pk) for pk in Report.objects.values_list("pk", flat=True)],
        "commands": [str(pk) for pk in Command.objects.values_list("pk", flat=True)],
        "saved-commands": [str(pk) for pk in SavedCommand.objects.values_list("pk", flat=True)],
        "schedules": [str(pk) for pk in Schedule.objects.values_list("pk", flat=True)],
        "secrets": [str(pk) for pk in Secret.objects.values_list("pk", flat=True)],
        "tasks": [str(pk) for pk in PersonTask.objects.values_list("pk", flat=True)],
    }


def bodies(planted: Planted, ayse: Any) -> dict[str, Any]:
    """Return a well-formed body for each operation that takes one, aimed at what is not theirs."""
    group = {"type": "groups", "id": str(planted.group.pk)}
    grant = {"permission": "groups.change_group", "object": group, "user": str(ayse.pk)}
    return {
        "auth_register": {"username": "yeni", "email": "yeni@example.org", "password": PASSWORD},
        "auth_token": {"username": "yok", "password": PASSWORD},
        "auth_token_refresh": {"refresh": "x"},
        "auth_logout": {"refresh": "x"},
        "auth_password_change": {"old_password": "not the password", "new_password": PASSWORD},
        "auth_password_reset": {"email": "ayse@example.org"},
        "auth_password_reset_confirm": {"token": "x", "new_password": PASSWORD},
        "auth_email_change": {"email": "ayse@example.org"},
        "auth_email_verify": {"token": "x"},
        "auth_email_change_confirm": {"token": "x"},
        "auth_email_change_undo": {"token": "x"},
        "auth_sessions_rename": {"name": "x"},
        "auth_api_keys_create": {"name": "x", "scopes": ["users:read"]},
        "auth_api_keys_change": {"name": "x"},
        "auth_api_keys_rotate": {},
        "auth_reauthenticate": {"password": "not the password"},
        "auth_2fa_totp_confirm": {"code": "000000"},
        "auth_passkeys_options": {},
        "auth_passkeys_add": {"name": "x", "credential": {}},
        "auth_passkeys_rename": {"name": "x"},
        "auth_passkeys_login": {"credential": {}},
        "users_me_change": {"theme": "dark"},
        "users_create": {"username": "yeni", "email": "yeni@example.org", "password": PASSWORD},
        "users_change": {"username": "calinti", "email": "calinti@example.org"},
        "users_change_partly": {"email": "calinti@example.org"},
        "invitations_create": {"email": "konuk@example.org"},
        "invitations_accept": {"token": "x", "username": "konuk", "password": PASSWORD},
        "services_register": {"name": "benim", "type": "segmentation", "urls": ["https://example.org"]},
        "services_change": {"enabled": False},
        "services_heartbeat": {"url": "https://example.org"},
        "users_bulk": {"action": "deactivate", "ids": [str(ayse.pk)]},
        "users_me_avatar_set": {},
        "users_me_preferences_change": {"typing": False},
        "users_me_deactivate": {"password": "not the password"},
        "roles_create": {"name": "hepsi", "level": 999, "permissions": ["accounts.delete_user"]},
        "roles_change": {"name": "owner", "level": 1000},
        "role_members_add": {"users": [str(ayse.pk)]},
        "permissions_check": {"permission": "accounts.view_user"},
        "permissions_grant": grant,
        "permissions_take_back": grant,
        "conversations_open": {"user": str(ayse.pk)},
        "conversations_mark_read": {},
        "conversations_mark_delivered": {},
        "conversations_retention_set": {"days": 30},
        "retention_set": {"days": 30},
        "messages_report": {"reason": "spam"},
        "reports_resolve": {"outcome": "handled"},
        "conversations_change": {"notifications": "all"},
        "conversations_mute": {},
        "messages_edit": {"text": "x"},
        "messages_forward": {"conversations": [str(planted.group.pk)]},
        "messages_vote": {"options": [1]},
        "messages_thread_read": {},
        "messages_remind": {"at": "2030-01-01T00:00:00Z"},
        "drafts_save": {"text": "x"},
        "scheduled_create": {"conversation": str(planted.group.pk), "text": "x", "at": "2030-01-01T00:00:00Z"},
        "scheduled_change": {"text": "x"},
        "messages_send": {"conversation": str(planted.group.pk), "text": "x"},
        "groups_create": {"name": "bizim", "members": []},
        "group_members_add": {"members": [str(ayse.pk)]},
        "group_members_role": {"role": "owner"},
        "group_invites_create": {},
        "groups_change": {"name": "x"},
        "groups_change_partly": {"description": "x"},
        "groups_hand_over": {"user": str(ayse.pk)},
        "servers_create": {"name": "bizim"},
        "servers_change": {"name": "x"},
        "servers_change_partly": {"description": "x"},
        "servers_hand_over": {"user": str(ayse.pk)},
        "server_members_name": {"nickname": "x"},
        "server_members_mute": {"until": (timezone.now() + timedelta(hours=1)).isoformat()},
        "server_bans_set": {"reason": "x"},
        "server_roles_create": {"name": "x"},
        "server_roles_change": {"name": "x"},
        "server_roles_order": {"roles": []},
        "channels_create": {"name": "x"},
        "channels_change": {"name": "x"},
        "channels_order": {"channels": []},
        "categories_create": {"name": "x"},
        "categories_change": {"name": "x"},
        "categories_order": {"categories": []},
        "channel_overrides_set": {"allow": ["view_channel"]},
        "category_overrides_set": {"allow": ["view_channel"]},
        "server_invites_create": {},
        "server_emoji_add": {},
        "server_picture_set": {},
        "server_retention_set": {"days": 30},
        "group_avatar_set": {},
        "commands_preview": {"text": "x"},
        "commands_submit": {
            "conversation": str(planted.group.pk),
            "alt": document({"id": "a", "task_type": "text.count", "parameters": {"text": "x"}}, title="x"),
        },
        "command_modes_change": {"chaos": False},
        "commands_confirm": {},
        "commands_signals_send": {"type": "x"},
        "commands_rerun": {},
        "commands_priority": {"priority": "high"},
        "saved_commands_create": {
            "name": "benim",
            "server": str(planted.server.pk),
            "alt": document({"id": "a", "task_type": "text.count", "parameters": {"text": "x"}}, title="x"),
        },
        "saved_commands_change": {"name": "benim"},
        "saved_commands_run": {},
        "schedules_change": {"paused": True},
        "secrets_create": {"name": "x", "value": "a value", "hosts": ["example.org"]},
        "secrets_change": {"description": "x"},
        "tasks_create": {"title": "x", "conversation": str(planted.group.pk)},
        "tasks_change": {"title": "x"},
        "tasks_comments_add": {"text": "x"},
        "commands_bulk": {"action": "cancel", "ids": [str(planted.command.pk)]},
    }


def filled(path: str, key: Any, ayse: Any) -> str:
    """Return an address with `key` for its first object, and something that is there or not for the others."""
    others = {"user_id": ayse.pk, "emoji": "👍", "size": 128, "code": "yok", "kind": "role"}
    return re.sub(r"{(\w+)}", lambda part: str(key if part[1] == "id" else others.get(part[1], NOTHING)), path)


def attempts(client: APIClient, planted: Planted, ayse: Any) -> Iterator[tuple[str, str, Any]]:
    """Try everything; return the operation, its address and the answer."""
    sent, found = bodies(planted, ayse), targets(planted, ayse)
    for name, method, path in sorted(operations(), key=lambda one: one[0] in LEAVING):
        body = sent.get(name)
        takes_body = "requestBody" in DOCUMENT["paths"][path][method]
        assert (body is not None) == takes_body, f"{name}: say in bodies() what this test sends"
        kind = path.removeprefix("/api/v1/").partition("/")[0]
        throttling._limiter().storage.reset()  # more than a minute's requests are tried here
        for key in found[kind] if "{id}" in path else [""]:
            url = filled(path, key, ayse) + QUERIES.get(name, "")
            yield name, f"{method} {url}", client.generic(
                method, url, json.dumps(body) if body is not None else "", content_type="application/json"
            )  # fmt: skip


def faults(client: APIClient, planted: Planted, ayse: Any, expected: dict[str, int], default: int) -> list[str]:
    """Return what came out otherwise than it must."""
    found = []
    for name, what, answer in attempts(client, planted, ayse):
        wanted = expected.get(name, default)
        if answer.status_code != wanted:
            found.append(f"{what}: {answer.status_code} instead of {wanted}")
        if CANARY in answer.text.lower() or CANARY in str(answer.headers).lower():
            found.append(f"{what}: tells what is private")
        if answer.status_code >= 400 and answer["Content-Type"] != "application/problem+json":
            found.append(f"{what}: the error is no problem")
    return found


def state() -> tuple[Any, ...]:
    """Return what nobody here may change."""
    return (
        sorted(Message.objects.exclude(conversation__name="bizim").values_list("pk", "text", "version")),
        sorted(Command.objects.values_list("pk", "state", "version")),
        sorted(PersonTask.objects.values_list("pk", "state", "version")),
        sorted(
            Participant.objects.exclude(conversation__name="bizim")
            .exclude(conversation__channel__server__name="bizim")
            .values_list("conversation", "user", "role", "rights")
        ),
    )


def test_those_who_may_do_find_it(planted, ayse):
    found = {name for name, _what, answer in attempts(signed_in(ayse), planted, ayse) if CANARY in answer.text.lower()}
    assert {
        "messages_list",
        "messages_read",
        "commands_last",
        "commands_report",
        "atlas_search",
        "messages_search",
        "groups_read",
        "servers_read",
    } <= found


def test_nobody_gets_nothing(planted, ayse):
    before = state()
    assert faults(APIClient(), planted, ayse, OPEN, 401) == []
    assert state() == before


def test_a_stranger_finds_nothing(planted, ayse, cem):
    from apps.chat.actions import open_direct_conversation

    open_direct_conversation(actor=cem, user_id=ayse.pk)  # so that opening it below changes nothing
    before = state()
    assert faults(signed_in(cem), planted, ayse, {**STRANGER, "conversations_open": 200}, 404) == []
    assert state() == before


def test_a_former_member_finds_nothing_any_more(planted, ayse, former):
    assert faults(signed_in(former), planted, ayse, STRANGER, 404) == []


def test_a_disabled_member_gets_nothing(planted, ayse, bora):
    client = signed_in(bora)
    bora.is_active = False
    bora.save()
    before = state()
    assert faults(client, planted, ayse, OPEN, 401) == []
    assert state() == before


def test_the_answer_for_what_is_hidden_is_that_for_what_does_not_exist(planted, ayse, cem, new_id):
    client = signed_in(cem)
    for kind, keys in targets(planted, ayse).items():
        if kind in ("auth", "users", "roles", "invitations", "services"):
            continue
        hidden, absent = (client.get(f"/api/v1/{kind}/{key}") for key in (keys[0], new_id()))
        bodies_ = [{**answer.json(), "request_id": ""} for answer in (hidden, absent)]
        assert bodies_[0] == bodies_[1]
        assert {*hidden.headers} == {*absent.headers}


# the socket -----------------------------------------------------------------------------------------------------------
def frames(planted: Planted) -> dict[str, dict[str, Any]]:
    """Return the data for each command of the socket, aimed at what is not theirs."""
    conversation, message = str(planted.group.pk), str(planted.said.pk)
    return {
        "message.edit": {"message": message, "text": "x"},
        "message.delete": {"message": message},
        "message.pin": {"message": message},
        "message.unpin": {"message": message},
        "reaction.add": {"message": message, "emoji": "👍"},
        "poll.vote": {"message": message, "options": [1]},
        "message.acknowledge": {"message": message},
        "thread.read": {"message": message},
        "draft.save": {"conversation": conversation, "text": "x"},
        "draft.remove": {"conversation": conversation},
        "reaction.remove": {"message": message, "emoji": "👍"},
        "message.send": {"conversation": conversation, "text": "x"},
        "conversation.read": {"conversation": conversation},
        "conversation.delivered": {"conversation": conversation},
        "typing.start": {"conversation": conversation},
        "command.submit": {"conversation": conversation, "text": "x"},
        "saved_command.run": {"saved": str(planted.saved.pk)},
        "task.change": {"task": str(planted.task.pk), "title": "x"},
        **{f"command.{verb}": {"command": str(planted.command.pk)} for verb in STEERED},
        "presence.set": {"state": "away"},
    }


def test_every_command_of_the_socket_is_tried_here(planted):
    assert set(frames(planted)) == set(commands)


@pytest.mark.django_db(transaction=True)
async def test_a_stranger_and_a_former_member_can_do_nothing_over_the_socket(socket, ayse, bora, cem, direct):
    from apps.chat.actions import remove_participant

    planted = await sync_to_async(plant)(ayse, bora, direct)
    was_member = await socket(bora)
    await sync_to_async(remove_participant)(actor=ayse, conversation=planted.group, user=bora)
    await was_member.read_until("conversation.removed")
    stranger = await socket(cem)
    for name, data in frames(planted).items():
        of_direct = name.startswith(("command.", "task.")) and name != "command.submit"
        for client in (stranger,) if of_direct else (stranger, was_member):
            answer = await client.command(name, **data)
            if name == "presence.set":  # of one's own device
                assert answer["type"] == "ack"
                continue
            assert answer["type"] == "error", name
            assert answer["error"]["code"] == "object.not_found", name
            assert CANARY not in json.dumps(answer)


@pytest.mark.django_db(transaction=True)
async def test_nobody_can_do_anything_over_the_socket(socket, ayse, bora, direct):
    planted = await sync_to_async(plant)(ayse, bora, direct)
    client = SocketClient()
    await client.link.send_input({"type": "websocket.connect"})
    await client.link.receive_output(5)
    for name, data in {**frames(planted), "resume": {"cursor": "x"}}.items():
        answer = await client.command(name, **data)
        assert answer["error"]["code"] == "auth.required", name
    await client.close()
