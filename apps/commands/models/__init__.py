"""What people asked for, how it ran, what became knowledge, and what people were asked to do."""

from apps.commands.models.policies import ModePolicy
from apps.commands.models.runs import (
    ENDED,
    LEASE,
    TASK_ENDED,
    TASK_OPEN,
    Artifact,
    AtlasEntry,
    AtlasQuerySet,
    Command,
    CommandQuerySet,
    Priority,
    Run,
    Source,
    State,
    TaskQuerySet,
    TaskRun,
    TaskState,
    visible_rows,
)

__all__ = [
    "ENDED",
    "LEASE",
    "TASK_ENDED",
    "TASK_OPEN",
    "Artifact",
    "AtlasEntry",
    "AtlasQuerySet",
    "Command",
    "CommandQuerySet",
    "ModePolicy",
    "Priority",
    "Run",
    "Source",
    "State",
    "TaskQuerySet",
    "TaskRun",
    "TaskState",
    "visible_rows",
]
