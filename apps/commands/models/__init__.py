"""What people asked for, how it ran, what became knowledge, and what people were asked to do."""

from apps.commands.models.runs import (
    ENDED,
    LEASE,
    TASK_ENDED,
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
    "Artifact",
    "AtlasEntry",
    "AtlasQuerySet",
    "Command",
    "CommandQuerySet",
    "Priority",
    "Run",
    "Source",
    "State",
    "TaskQuerySet",
    "TaskRun",
    "TaskState",
    "visible_rows",
]
