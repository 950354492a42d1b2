"""How a state of a task looks: a word, a colour and a shape, so that colour is not the only sign."""

from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Any] = {
    "proposed": _("proposed"),
    "pending": _("not started"),
    "queued": _("queued"),
    "running": _("running"),
    "waiting": _("waiting"),
    "paused": _("paused"),
    "succeeded": _("succeeded"),
    "failed": _("failed"),
    "cancelled": _("cancelled"),
    "skipped": _("skipped"),
}

# Drawn in a box of 16 by 16 with a line of 2.
ICONS: dict[str, str] = {
    "proposed": "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12",
    "pending": "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12",
    "queued": "M3 4h10M3 8h10M3 12h10",
    "running": "M4 2.5l9 5.5l-9 5.5z",
    "waiting": "M4 2h8l-8 12h8z",
    "paused": "M5 3v10M11 3v10",
    "succeeded": "M2.5 8.5l4 4l7-9",
    "failed": "M3 3l10 10M13 3l-10 10",
    "cancelled": "M3 3h10v10h-10zM3 13l10-10",
    "skipped": "M2 3l5 5l-5 5M9 3l5 5l-5 5",
}

# Text on the page's ground reaches 4.5:1 in both schemes.
LIGHT = {"succeeded": "#176b37", "failed": "#b3261e", "running": "#0b57d0", "waiting": "#8a5200",
         "cancelled": "#5f5d66", "skipped": "#5f5d66", "pending": "#5f5d66", "queued": "#5b3fa8"}  # fmt: skip
DARK = {"succeeded": "#7fd69b", "failed": "#ffb4ab", "running": "#a8c7fa", "waiting": "#ffb95c",
        "cancelled": "#b9b6c2", "skipped": "#b9b6c2", "pending": "#b9b6c2", "queued": "#cfbdfe"}  # fmt: skip
LIKE = {"proposed": "pending", "paused": "waiting"}


def known(state: str) -> str:
    """Return the state, or `pending` for one this server does not know."""
    return state if state in NAMES else "pending"


def colour_class(state: str) -> str:
    """Return the name under which the state's colour stands in the style."""
    return LIKE.get(known(state), known(state))
