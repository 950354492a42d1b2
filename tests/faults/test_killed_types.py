"""A worker is killed in the middle of each task type: the run goes on, and what reaches outside is there once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.databases import own_database
from tests.faults.effects import kinds
from tests.faults.server import LONG, ROOT

KILLS = 20 if LONG else 2
FEW = ("chat.post", "http.request", "notify.email", "loop.each")  # of every run of the tests
pytestmark = pytest.mark.timeout(3_600)


def test_a_worker_killed_in_each_task_type_leaves_every_effect_once(tmp_path: Path, capsys) -> None:
    with own_database("altlas_killed_types") as shared:
        environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")},
            "ALTLAS_ENV": "dev", "ALTLAS_DATA_DIR": str(tmp_path), **shared,
        }  # fmt: skip
        program = subprocess.run(
            [sys.executable, "-m", "tests.faults.killed_types", str(KILLS), str(tmp_path), *(() if LONG else FEW)],
            cwd=ROOT, env=environment, capture_output=True, text=True,
        )  # fmt: skip
    told = [json.loads(line) for line in program.stdout.splitlines() if line.startswith("{")]
    assert program.returncode == 0, program.stderr[-3_000:]
    assert [(one["type"], fault) for one in told for fault in one["wrong"]] == []
    assert {one["type"] for one in told} >= (_task_types() if LONG else set(FEW))
    assert all(one["killed"] == KILLS for one in told), told
    if LONG:
        with capsys.disabled():
            killed, interrupted = sum(one["killed"] for one in told), sum(one["interrupted"] for one in told)
            print(
                f"\n{len(told)} task types, {killed} workers killed; {interrupted} runs said that they were interrupted"
            )


def test_each_task_type_has_a_case() -> None:
    assert {kind.name for kind in kinds()} >= _task_types(), "add it to tests/faults/effects.py"


def _task_types() -> set[str]:
    from apps.commands.runner import engine  # noqa: F401 - fills the registry
    from apps.commands.runner.types import registry

    return {name for name in registry if not name.startswith("test.")}
