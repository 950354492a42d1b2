"""Which segment stands in which block of which other, and what it waits for there. Loops, not recursion."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.commands.formats.alt.graph import needs_of, waves

Path = tuple[tuple[str, str], ...]  # the blocks around a segment, from the outside: (segment, block)
MAX_NESTING = 32


@dataclass(frozen=True)
class Clash:
    """A dependency that cannot be met: `segment` waits for `name`, which runs in another branch."""

    segment: str
    name: str


@dataclass
class Scopes:
    """The static view of the blocks of a document, or of a function."""

    paths: dict[str, Path] = field(default_factory=dict)
    needs: dict[str, list[str]] = field(default_factory=dict)  # what each waits for beside it, in its own block
    members: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # by block; the outermost is ("", "")
    clashes: list[Clash] = field(default_factory=list)
    too_deep: list[str] = field(default_factory=list)

    @property
    def followers(self) -> dict[str, list[str]]:
        """Return what waits for each segment in its own block."""
        found: dict[str, list[str]] = {}
        for name, needs in self.needs.items():
            for need in needs:
                found.setdefault(need, []).append(name)
        return found

    def blocks_of(self, name: str) -> list[str]:
        """Return the blocks of a segment that anything stands in."""
        return [block for owner, block in self.members if owner == name]


def scopes_of(segments: Sequence[Mapping[str, Any]], sequence: bool = False) -> Scopes:
    """Work out the blocks. A segment is where its `when` says, else in the innermost block of what it waits for.

    In a `sequence` only `when` counts. What stands in a circle is left out.
    """
    by_id = {segment["id"]: segment for segment in segments}
    edges = {name: _edges(segment, sequence) for name, segment in by_id.items()}
    found = Scopes()
    for wave in waves(edges):
        for name in wave:
            path = _path(by_id[name], edges[name], found.paths)
            if len(path) > MAX_NESTING:
                found.too_deep.append(name)
                path = path[:MAX_NESTING]
            found.paths[name] = path
    needs: dict[str, dict[str, None]] = {name: {} for name in by_id if name in found.paths}
    for name in needs:
        for need in () if sequence else edges[name]:
            if need in found.paths:
                _wait(name, need, needs, found)
    found.needs = {name: list(waited) for name, waited in needs.items()}
    for name in needs:
        path = found.paths[name]
        found.members.setdefault(path[-1] if path else ("", ""), []).append(name)
    return found


def common(here: Path, there: Path) -> int:
    """Return how many blocks two paths share, from the outside."""
    shared = 0
    for ours, theirs in zip(here, there, strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared


def gathered(doc: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the JSON pointer and the body of the document itself and of each of its functions."""
    yield "", doc
    functions = doc.get("functions")
    for name, body in functions.items() if isinstance(functions, dict) else ():
        if isinstance(body, dict):
            yield f"/functions/{name}", body


def _edges(segment: Mapping[str, Any], sequence: bool) -> list[str]:
    if not sequence:
        return needs_of(segment)
    when = segment.get("when")
    return [when["segment"]] if isinstance(when, Mapping) and isinstance(when.get("segment"), str) else []


def _path(segment: Mapping[str, Any], needs: Sequence[str], paths: Mapping[str, Path]) -> Path:
    when = segment.get("when")
    if isinstance(when, Mapping) and isinstance(when.get("segment"), str):
        return (*paths.get(when["segment"], ()), (when["segment"], str(when.get("branch"))))
    deepest: Path = ()
    for place in (paths[need] for need in needs if need in paths):
        shared = common(deepest, place)
        if shared == len(deepest):
            deepest = place
        elif shared < len(place):  # out of two branches: behind both
            deepest = deepest[:shared]
    return deepest


def _wait(name: str, need: str, needs: dict[str, dict[str, None]], found: Scopes) -> None:
    """Let the two ancestors that stand beside each other wait, the one for the other."""
    here, there = found.paths[name], found.paths[need]
    shared = common(here, there)
    waiting = name if len(here) == shared else here[shared][0]
    waited = need if len(there) == shared else there[shared][0]
    if waiting != waited:
        needs[waiting][waited] = None
    elif waited != need:
        found.clashes.append(Clash(name, need))
