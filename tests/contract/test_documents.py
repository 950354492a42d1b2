from django.conf import settings

from altlas.asyncapi import CLOSE_CODES
from altlas.management.commands.api_documents import documents
from apps.realtime.registry import commands


def test_the_committed_documents_are_what_the_code_says():
    for name, text in documents().items():
        committed = (settings.BASE_DIR / "docs" / "api" / name).read_text(encoding="utf-8")
        assert committed == text, f"run: make openapi ({name})"


def test_the_document_is_served_as_yaml_and_as_json(client):
    as_json = client.get("/api/v1/openapi")
    as_yaml = client.get("/api/v1/openapi", headers={"Accept": "application/yaml"})
    assert as_json.json()["openapi"] == "3.1.0"
    assert as_yaml.content.decode().startswith("openapi: 3.1.0")


def test_the_explorer_and_the_versions_are_open_to_everyone(client):
    assert client.get("/api/docs").status_code == 200
    assert client.get("/api/v1/versions").json()["results"][0]["version"] == "1"


def test_the_guide_names_every_command_of_the_socket_and_every_close_code():
    guide = (settings.BASE_DIR / "docs" / "guides" / "websocket.md").read_text(encoding="utf-8")
    assert [name for name in commands if f"`{name}`" not in guide] == []
    assert [code for code in CLOSE_CODES if str(code) not in guide] == []
