"""Reads the public conformance kit of Serverless Workflow: Gherkin scenarios with documents in quotation marks."""

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apps.commands.formats.alt import yaml_reader

PLACES = [parent / "shared/data/serverless-workflow/features" for parent in Path(__file__).resolve().parents]
STEP = re.compile(r"^\s*(?:Given|When|Then|And)\s+(.*?)\s*$")
QUOTES = '"""'


@dataclass
class Scenario:
    name: str
    steps: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def definition(self) -> str:
        return next(text for step, text in self.steps if step.startswith("a workflow with definition"))

    @property
    def given(self) -> Any:
        return next((value(text) for step, text in self.steps if step.startswith("given the workflow input")), None)

    @property
    def checks(self) -> list[tuple[str, Any]]:
        at = next(index for index, (step, _text) in enumerate(self.steps) if step == "the workflow is executed")
        return self.steps[at + 1 :]


def scenarios() -> list[Scenario]:
    """Return all scenarios of the kit; none where it does not lie beside the repository."""
    found: list[Scenario] = []
    folder = next((place for place in PLACES if place.is_dir()), None)
    for path in sorted(folder.glob("*.feature")) if folder else ():
        lines = iter(path.read_text(encoding="utf-8").splitlines())
        for line in lines:
            if line.strip().startswith("Scenario:"):
                found.append(Scenario(f"{path.stem}: {line.partition(':')[2].strip()}"))
            elif found and (step := STEP.match(line)):
                found[-1].steps.append((step[1], None))
            elif found and line.strip().startswith(QUOTES):
                step_text = found[-1].steps[-1][0]
                found[-1].steps[-1] = (step_text, _quoted(lines))
    return found


def value(text: str) -> Any:
    return yaml_reader.read(text)[0]


def _quoted(lines: Any) -> str:
    kept = []
    for line in lines:
        before, end, _rest = line.partition(QUOTES)
        kept.append(before if end else line)
        if end:
            break
    return textwrap.dedent("\n".join(kept)).strip() + "\n"
