"""Tasks taken together: as one, or side by side."""

from typing import Any

from django.utils.translation import gettext_lazy

from apps.commands.runner.control.base import Block, Done, Ended, Fail, Instruction, Open, Opened, Stay, View
from apps.commands.runner.types.base import Context


class Group(Block):
    """Opens its block `do`: one step to the outside, with one timeout."""

    name = "group"
    title = gettext_lazy("Group")
    description = gettext_lazy("Several tasks as one step.")
    parameters = {"type": "object", "properties": {}, "additionalProperties": False}

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ("do",)

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        if "do" not in view.block_names:
            return Done(view.input)
        return Open((Opened("do", input=view.input),), output=view.input)


class Fork(Block):
    """Opens all its blocks at once; they may be called anything."""

    name = "fork"
    title = gettext_lazy("Fork")
    description = gettext_lazy("Several branches at once: all of them, or the first that gets through.")
    parameters = {
        "type": "object",
        "properties": {
            "compete": {
                "type": "boolean",
                "default": False,
                "description": "The first that succeeds gives the result; the others are cancelled.",
            }
        },
        "additionalProperties": False,
    }

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> None:
        return None

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        names = view.block_names
        if not names:
            return Done(view.input)
        opened = tuple(Opened(name, input=view.input) for name in names)
        return Open(opened, {"names": list(names)}, view.input)

    def after(self, ended: Ended) -> Instruction:
        if ended.parameters.get("compete"):
            if ended.error is None:
                ended.cancel_others()
                return Done(ended.result(), ended.block)
        elif ended.error is not None and ended.sequence:
            ended.cancel_others()
            return Fail(ended.error)
        if ended.still_open:
            return Stay()
        failed = ended.error or ended.state.get("error")
        if failed:
            return Fail(failed)
        results = ended.results()
        return Done(results if ended.sequence else dict(zip(ended.state["names"], results, strict=True)))
