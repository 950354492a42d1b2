"""The public conformance kit of Serverless Workflow 1.0; its web addresses are served by this test."""

import base64
import re
from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer

from apps.commands.formats.serverless import import_workflow
from apps.commands.models import Command, TaskRun
from apps.core.http import client
from apps.core.http.guard import check
from tests.commands.workflow.kit import Scenario, scenarios, value

pytestmark = pytest.mark.django_db(transaction=True)
KIT = scenarios()
PETS = [{"id": number, "name": f"Pet {number}", "status": "available"} for number in (1, 2)]
SWAGGER = {
    "swagger": "2.0", "host": "petstore.swagger.io", "basePath": "/v2", "schemes": ["https", "http"],
    "paths": {
        "/pet/findByStatus": {"get": {
            "operationId": "findPetsByStatus",
            "parameters": [{"name": "status", "in": "query", "required": True, "type": "array"}],
        }},
        "/pet/{petId}": {"get": {
            "operationId": "getPetById", "parameters": [{"name": "petId", "in": "path", "required": True}],
        }},
    },
}  # fmt: skip


@pytest.fixture
def web(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    """Serve what the kit finds on the web; everything behind the name server is the real client."""
    here = f"127.0.0.1:{httpserver.port}"

    def checked(url: str, method: str, deadline: Any, trusted: Any = ()) -> Any:
        parsed = httpx2.URL(url)
        assert parsed.host in ("petstore.swagger.io", "httpbin.org"), url
        return check(f"http://{here}{parsed.raw_path.decode()}", method, deadline, (here,))

    monkeypatch.setattr(client, "check", checked)
    for pet in PETS:
        httpserver.expect_request(f"/v2/pet/{pet['id']}").respond_with_json(pet)
    httpserver.expect_request("/v2/pet/findByStatus", query_string="status=available").respond_with_json(PETS)
    httpserver.expect_request("/v2/pet/getPetByName/Milou").respond_with_data("no", status=404)
    httpserver.expect_request("/v2/swagger.json").respond_with_json(SWAGGER)
    pair = base64.b64encode(b"serverless-workflow:conformance-test").decode()
    httpserver.expect_request(
        "/basic-auth/serverless-workflow/conformance-test", headers={"Authorization": f"Basic {pair}"}
    ).respond_with_json({"authenticated": True})
    return httpserver


@pytest.mark.skipif(not KIT, reason="the kit lies beside the repository")
def test_the_kit_is_whole():
    assert len(KIT) == 21


@pytest.mark.parametrize("scenario", KIT, ids=lambda scenario: scenario.name)
def test_scenario(scenario: Scenario, run: Any, web: HTTPServer):
    command = run(import_workflow(scenario.definition, scenario.given))
    for step, text in scenario.checks:
        _check(command, step, None if text is None else value(text))


def _check(command: Command, step: str, wanted: Any) -> None:
    root = TaskRun.objects.get(run__command=command, parent=None)
    if step == "the workflow should fault":
        assert command.state == "failed"
    elif step.startswith("the workflow should fault with error"):
        assert command.state == "failed"
        assert {name: command.error[name] for name in wanted} == wanted
    elif step == "the workflow should complete":
        assert command.state == "succeeded", command.error
    elif step.startswith("the workflow should complete with output"):
        assert (command.state, root.output) == ("succeeded", wanted), command.error
    elif step.startswith("the workflow output should have properties"):
        for path in re.findall(r"'([^']+)'", step):
            _at(root.output, path)
    elif found := re.fullmatch(r"the workflow output should have a '(\S+)' property with value:", step):
        assert _at(root.output, found[1]) == wanted
    elif found := re.fullmatch(r"the workflow output should have a '(\S+)' property containing (\d+) items", step):
        assert len(_at(root.output, found[1])) == int(found[2])
    else:
        _check_order(command, step)


def _check_order(command: Command, step: str) -> None:
    rows = TaskRun.objects.filter(run__command=command).exclude(parent=None).order_by("started_at")
    names = list(rows.values_list("title", flat=True))
    if found := re.fullmatch(r"(\S+) should run first", step):
        assert names[0] == found[1]
    elif found := re.fullmatch(r"(\S+) should run last", step):
        assert names[-1] == found[1]
    elif found := re.fullmatch(r"(\S+) should run after (\S+)", step):
        assert names.index(found[1]) > names.index(found[2])
    else:
        raise AssertionError(f"unknown step: {step}")


def _at(output: Any, path: str) -> Any:
    for name in path.split("."):
        output = output[name]
    return output
