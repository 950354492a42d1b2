"""How grave a plan is, and what is different from the last time, before it runs."""

import pytest

from apps.commands.actions import submit_command
from apps.commands.risk import GRAVITY, risk_of
from apps.commands.runner.types import registry

pytestmark = pytest.mark.django_db


def document(*segments):
    return {
        "segments": [{"id": name, "task_type": kind, "parameters": has, **more} for name, kind, has, more in segments]
    }


@pytest.mark.parametrize(
    ("kind", "parameters", "level", "why"),
    [
        ("file.read", {"path": "a.csv"}, "low", []),
        ("http.request", {"url": "https://x.org"}, "low", []),
        ("chat.post", {"conversation": "here"}, "low", []),
        ("chat.post", {"channel": "#genel"}, "medium", ["posts"]),
        ("chat.post", {"people": ["@ayse"]}, "medium", ["posts"]),
        ("notify.email", {"to": ["@ayse"]}, "medium", ["mails"]),
        ("http.request", {"url": "https://x.org", "method": "POST"}, "high", ["elsewhere"]),
        ("http.request", {"url": "https://x.org", "method": "${m.output}"}, "high", ["elsewhere"]),
        ("file.delete", {"path": "a.csv"}, "high", ["deletes"]),
        ("command.run", {"name": "rapor"}, "medium", ["commands"]),
        ("nobody.knows", {}, "high", ["unknown"]),
    ],
)
def test_what_a_task_touches(kind, parameters, level, why):
    assert risk_of(document(("a", kind, parameters, {}))) == {"level": level, "why": why}


def test_what_is_done_in_every_round_is_graver():
    mail = ("b", "notify.email", {"to": ["@ayse"]}, {"when": {"segment": "c", "branch": "then"}})
    inside = ("c", "condition.if", {"expression": "true"}, {"when": {"segment": "a", "branch": "each"}})
    assert risk_of(document(("a", "loop.each", {}, {}), inside, mail)) == {"level": "high", "why": ["many", "mails"]}


def test_every_task_type_says_what_it_touches():
    known = {name: set(kind.touched({})) for name, kind in registry.items() if not name.startswith("test.")}
    assert {name for name, touched in known.items() if touched - GRAVITY.keys() or "unknown" in touched} == set()


def test_the_card_tells_it_until_it_runs(api, ayse, group):
    command = submit_command(actor=ayse, text="a.csv dosyasını sil", conversation=group, confirm=True)
    assert command.message.card["risk"] == {"level": "high", "why": ["deletes"]}
    url = f"/api/v1/commands/{command.pk}"
    assert api(ayse).post(f"{url}/confirm", {}).json()["risk"] is None


class TestSimilar:
    def ask(self, client, command):
        answer = client.get(f"/api/v1/commands/{command.pk}/similar")
        return answer.json() if answer.status_code == 200 else answer.status_code

    @pytest.fixture
    def before(self, ayse, group):
        submit_command(actor=ayse, text="yarın 9'da bana hatırlat: süt al", conversation=group)
        command = submit_command(actor=ayse, text="a.csv dosyasını oku, ilk 3'ü buraya yaz", conversation=group)
        type(command).objects.update(state="succeeded")
        return command

    def test_it_names_the_last_like_it_and_what_changed(self, api, ayse, bora, group, before):
        again = submit_command(
            actor=ayse, text="a.csv dosyasını oku, ilk 5'i buraya yaz", conversation=group, confirm=True
        )
        found = self.ask(api(ayse), again)
        assert found["command"]["id"] == str(before.pk)
        changed = [(row.get("before"), row.get("after")) for row in found["definition"]["changes"]]
        assert (3, 5) in changed
        assert self.ask(api(bora), again) == found

    def test_nothing_is_like_it(self, api, ayse, group, before):
        other = submit_command(actor=ayse, text="bir anket yap: pizza mı döner mi", conversation=group, confirm=True)
        assert self.ask(api(ayse), other) == {"command": None, "definition": None}

    def test_strangers_and_what_others_keep_to_themselves(self, api, bora, cem, group, before):
        again = submit_command(actor=bora, text="a.csv dosyasını oku, ilk 5'i buraya yaz", confirm=True)
        assert self.ask(api(cem), again) == 404
        type(before).objects.filter(pk=before.pk).update(conversation=None)
        assert self.ask(api(bora), again) == {"command": None, "definition": None}


def test_a_preview_tells_it_too(api, ayse):
    answer = api(ayse).post("/api/v1/commands/preview", {"text": "a.csv dosyasını sil"}).json()
    assert answer["metadata"]["risk"] == {"level": "high", "why": ["deletes"]}
