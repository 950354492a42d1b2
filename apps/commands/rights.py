"""The permissions that this app knows, on commands."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.rights import object_kind, right
from apps.commands.models import Command
from apps.commands.permissions import can_steer_command


def commands(user: Any) -> QuerySet[Command]:
    return Command.objects.visible_to(user).select_related("conversation")


def can_view_command(user: Any, command: Command) -> bool:
    """Whoever sees it: what is asked about was loaded through that."""
    return user.is_active


object_kind("commands", commands)
right("commands.view_command", _("See a command and what came of it"), kind="commands", can=can_view_command,
      assignable=False)  # fmt: skip
right("commands.change_command", _("Confirm, pause and cancel a command"), kind="commands", can=can_steer_command,
      assignable=False, grantable=True)  # fmt: skip
