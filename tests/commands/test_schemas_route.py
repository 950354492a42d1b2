"""The published JSON Schemas, for editors and validators elsewhere."""

import json

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

pytestmark = pytest.mark.django_db


def test_everybody_reads_them_and_they_are_those_of_the_documentation(api):
    listed = api().get("/api/v1/schemas").json()["results"]
    assert [one["name"] for one in listed] == ["alt-2.0", "last-1.0", "atlas-1.0"]
    for one in listed:
        answer = api().get(one["url"])
        assert answer.status_code == 200
        Draft202012Validator.check_schema(answer.json())
        told = settings.BASE_DIR / "docs" / "api" / "schemas" / f"{one['name']}.schema.json"
        assert answer.json() == json.loads(told.read_text("utf-8"))


@pytest.mark.parametrize("name", ["alt-9.9", "..", "alt-2.0.schema.json"])
def test_another_name_is_not_found(api, name):
    assert api().get(f"/api/v1/schemas/{name}").status_code == 404
