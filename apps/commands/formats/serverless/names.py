"""Names of a workflow as ids of segments."""

import re

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", re.ASCII)
LONGEST = 56


class Ids:
    """Gives each name an id of its own: `setRed` is `set_red`, its namesake elsewhere `set_red_2`."""

    def __init__(self, taken: set[str]):
        self._taken = taken
        self._last: dict[str, int] = {}  # of each name: ten thousand of one name are not counted through each time

    def new(self, name: str) -> str:
        base = plain(name)
        found, number = base, self._last.get(base, 1)
        while found in self._taken:
            number += 1
            found = f"{base}_{number}"
        self._last[base] = number
        self._taken.add(found)
        return found


def plain(name: str) -> str:
    """Return a name in small letters, digits and underscores, with a letter at its beginning."""
    words = "_".join(word.lower() for word in WORDS.findall(name))[:LONGEST].strip("_") or "task"
    return words if words[0].isalpha() else f"t_{words}"[:LONGEST]
