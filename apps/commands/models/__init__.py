"""What people asked for, how it ran, what became knowledge, and what people were asked to do."""

from apps.commands.models.listening import Listener, Signal
from apps.commands.models.people import Decision, PersonTask, PersonTaskQuerySet, Seat, TaskComment
from apps.commands.models.policies import ModePolicy
from apps.commands.models.questions import Question
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
from apps.commands.models.saved import SavedCommand, SavedCommandQuerySet
from apps.commands.models.schedules import Schedule, ScheduleQuerySet
from apps.commands.models.secrets import Secret, SecretQuerySet

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
    "Decision",
    "Listener",
    "ModePolicy",
    "PersonTask",
    "PersonTaskQuerySet",
    "Priority",
    "Question",
    "Run",
    "SavedCommand",
    "SavedCommandQuerySet",
    "Schedule",
    "ScheduleQuerySet",
    "Seat",
    "Secret",
    "SecretQuerySet",
    "Signal",
    "Source",
    "State",
    "TaskComment",
    "TaskQuerySet",
    "TaskRun",
    "TaskState",
    "visible_rows",
]
