"""The task types that decide what runs: branches, loops, attempts, forks, functions. Importing fills the registry."""

from apps.commands.runner.control.base import (
    Again,
    Block,
    Done,
    Ended,
    Fail,
    Instruction,
    Later,
    Open,
    Opened,
    Stay,
    View,
)
from apps.commands.runner.control.calling import CallFunction, RunCommand
from apps.commands.runner.control.conditions import If, Switch
from apps.commands.runner.control.grouping import Fork, Group
from apps.commands.runner.control.leaves import Raise, SetValues
from apps.commands.runner.control.loops import Each, While
from apps.commands.runner.control.trying import Try
from apps.commands.runner.types.base import register

for _cls in (If, Switch, Each, While, Group, Fork, Try, CallFunction, RunCommand, Raise, SetValues):
    register(_cls)

__all__ = ["Again", "Block", "Done", "Ended", "Fail", "Instruction", "Later", "Open", "Opened", "Stay", "View"]
