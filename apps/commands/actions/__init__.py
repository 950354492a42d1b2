"""What people do with commands."""

from apps.commands.actions.policies import change_modes
from apps.commands.actions.rerunning import rerun_command
from apps.commands.actions.settling import interpret_command, settle_command
from apps.commands.actions.steering import (
    cancel_command,
    change_priority,
    confirm_command,
    pause_command,
    resume_command,
    steer_in_bulk,
)
from apps.commands.actions.submitting import submit_command

__all__ = [
    "cancel_command",
    "change_modes",
    "change_priority",
    "confirm_command",
    "interpret_command",
    "pause_command",
    "rerun_command",
    "resume_command",
    "settle_command",
    "steer_in_bulk",
    "submit_command",
]
