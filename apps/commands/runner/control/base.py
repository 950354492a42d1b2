"""What a task with blocks says: which blocks to open, that it has ended, or that it wants to be asked again.

`decide` runs on a worker and may compute expressions. `after` runs inside the engine's transaction, under the lock of
the command, and computes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from apps.commands.runner.types.base import Context, TaskType


@dataclass(frozen=True)
class Opened:
    """One block to open: its name, the names its tasks may use, and what the first of them get as their input."""

    block: str
    scope: Mapping[str, Any] = field(default_factory=dict)
    input: Any = None


@dataclass(frozen=True)
class Open:
    """Open these blocks; `gated` ones follow as those before them end. `output` is what is handed in."""

    blocks: tuple[Opened, ...]
    state: Mapping[str, Any] = field(default_factory=dict)
    output: Any = None
    keep_output: bool = False
    detail: str = ""
    gated: int = 0  # how many of them begin at once; 0: all
    definition: str = ""  # the tasks are those of this function, or of the document `alt`
    alt: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Done:
    """The task has succeeded. `then` is where a sequence goes on."""

    output: Any = None
    detail: str = ""
    then: str = ""


@dataclass(frozen=True)
class Fail:
    """The task has failed with this RFC 9457 object."""

    error: Mapping[str, Any]


@dataclass(frozen=True)
class Again:
    """Ask `decide` on a worker."""

    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Later:
    """Ask `decide` after so many seconds."""

    seconds: float
    state: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True)
class Stay:
    """Other blocks are still open: nothing to do."""


Instruction = Open | Done | Fail | Again | Later | Stay


@dataclass(frozen=True)
class Ended:
    """A block that ended: which, how, and how many are still open."""

    block: str
    iteration: int
    error: Mapping[str, Any] | None
    still_open: int
    state: Mapping[str, Any]
    parameters: Mapping[str, Any]
    sequence: bool
    result: Callable[[], Any]  # of this block
    results: Callable[[], list[Any]]  # of all blocks of this task, in order
    cancel_others: Callable[[], None]


class View(Protocol):
    """What `decide` may look at."""

    state: Mapping[str, Any]
    jq: bool
    sequence: bool
    held: Any  # what it kept of its last `Open`
    block_names: tuple[str, ...]

    @property
    def input(self) -> Any: ...
    def holds(self, condition: str, more: Mapping[str, Any] | None = None) -> bool: ...
    def compute(self, expression: str, more: Mapping[str, Any] | None = None) -> Any: ...
    def document(self, parameters: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]: ...
    def function(self, name: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]: ...


class Block(TaskType):
    """A task type that decides what runs."""

    control: ClassVar[bool] = True
    quick: ClassVar[bool] = True
    timeout_seconds = 86_400.0
    raw: ClassVar[tuple[str, ...]] = ()  # parameters that hold expressions and are not filled in

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        """Say what happens next; on a worker. Raises TaskError."""
        raise NotImplementedError

    def after(self, ended: Ended) -> Instruction:
        """Say what follows the end of a block; inside a transaction."""
        if ended.still_open:
            return Stay()
        return Fail(ended.error) if ended.error else Done(ended.result())
