"""Snapshot before + events = fresh snapshot, for every kind of event, through the web app's own reducer."""

import os
import subprocess

import pytest
from django.conf import settings
from django.db import transaction

from altlas.asyncapi import _kinds
from altlas.node import _npm_command
from apps.chat.actions import create_group_conversation, open_direct_conversation, send_message
from apps.events.bus import Happening
from apps.groups.actions.servers import create_server
from tests.groups.conftest import join
from tests.sync import scenarios, server_scenarios  # noqa: F401 - they register themselves
from tests.sync.recorder import Cast, clear, record, triples

FRONTEND = settings.BASE_DIR / "frontend"
# What the web app does not keep, or loads anew when it is told.
ELSEWHERE = {
    "command.created", "command.updated", "command.finished",
    "task.created", "task.updated", "task.commented", "task.due", "schedule.updated", "schedule.removed",
    "saved_command.updated", "saved_command.removed",
    "secret.created", "secret.changed", "secret.deleted", "command.unreliable",
    "draft.updated", "draft.removed", "scheduled.updated", "scheduled.removed",
}  # fmt: skip
OF_THE_ACCOUNT = ("apps.accounts.", "apps.audit.", "apps.services.", "apps.files.")


class Undo(Exception):
    pass


@pytest.fixture
def cast(ayse, bora, cem):
    direct, _new = open_direct_conversation(actor=ayse, user_id=bora.pk)
    group = create_group_conversation(actor=ayse, name="Çay molası", member_ids=[bora.pk])
    said = [send_message(actor=who, conversation=group, text=text) for who, text in (
        (ayse, "Merhaba"), (bora, "Selam"), (ayse, "Nasılsın @bora?"), (ayse, "Bugün saat üçte"),
    )]  # fmt: skip
    send_message(actor=bora, conversation=direct, text="Buradayım")
    server = create_server(actor=ayse, name="Mahalle")
    join(server, bora)
    channel = server.channels.select_related("conversation", "category", "server").get()
    send_message(actor=ayse, conversation=channel.conversation, text="Kanala hoş geldiniz")
    return Cast(ayse, bora, cem, direct, group, said, server, channel)


@pytest.mark.timeout(600)
@pytest.mark.django_db
def test_the_web_app_ends_where_a_fresh_snapshot_begins(cast):
    seen: set[str] = set()
    for one in triples:
        try:
            with transaction.atomic():
                seen |= {event["type"] for event in record(one, cast)}
                raise Undo
        except Undo:
            for person in (
                cast.ayse,
                cast.bora,
                cast.cem,
                cast.group,
                cast.direct,
                cast.server,
                cast.channel,
                *cast.said,
            ):
                person.refresh_from_db()
    clear({one.name for one in triples})
    kinds = {kind.type for kind in _kinds(Happening) if not kind.__module__.startswith(OF_THE_ACCOUNT)}
    assert kinds - ELSEWHERE - seen == set(), "each of these needs a scenario in tests/sync/scenarios.py"
    if not (FRONTEND / "node_modules" / "vitest").exists():
        pytest.skip("the web app's packages are not installed")
    command, environment = _npm_command()
    run = [
        *command,
        "--prefix",
        str(FRONTEND),
        "exec",
        "--",
        "vitest",
        "run",
        "--testTimeout=60000",
        "src/sync/contract.test.ts",
    ]
    done = subprocess.run(run, cwd=FRONTEND, env={**environment, "CI": "1", "HOME": os.environ.get("HOME", "/tmp")},
                          capture_output=True, text=True, check=False, timeout=500)  # fmt: skip
    said = done.stdout[-6_000:] + done.stderr[-2_000:]
    assert done.returncode == 0, said
    assert f"{2 * len(triples)} passed" in done.stdout, said
