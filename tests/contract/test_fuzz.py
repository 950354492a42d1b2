"""The whole OpenAPI document, fed by schemathesis to a real server: whatever comes, no operation answers 5xx."""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error

from tests.faults.databases import own_database
from tests.faults.server import ROOT, Server

EXAMPLES = int(os.environ.get("ALTLAS_FUZZ_EXAMPLES", "25"))  # an operation
SELF_ENDING = {"auth_logout", "auth_sessions_end_others", "users_me_delete", "users_me_deactivate"}

seen: set[int] = set()
schema = schemathesis.openapi.from_path(ROOT / "docs" / "api" / "openapi.yaml")


@pytest.fixture(scope="session")  # a worker is handed the operations in several portions
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    seen.clear()
    with own_database("altlas_fuzz") as environment:
        folder = tmp_path_factory.mktemp("fuzz")
        running = Server(folder, ALTLAS_LIMITS_FACTOR="100000", ALTLAS_OUTGOING_HTTP="false", **environment).start()
        running.sign_up("ayse")  # the first account: an administrator, so that every operation is reached
        yield running
        running.stop()
    assert {200, 400, 404} <= seen, "the calls did not get through to the operations"
    assert seen & {201, 202, 204}, "nothing was changed"


@pytest.mark.timeout(300)
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_operation_answers_with_a_server_error(case: Case, server: Server) -> None:
    ending = case.operation.definition.raw.get("operationId") in SELF_ENDING
    headers = {} if ending else {"Authorization": f"Bearer {server.token}"}
    answer = case.call_and_validate(base_url=server.url, headers=headers, checks=[not_a_server_error], timeout=30)
    seen.add(answer.status_code)
