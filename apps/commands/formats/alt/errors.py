"""What is wrong with an `.alt` document, and where."""

from typing import Any

MAX_ERRORS = 50


class AltInvalid(Exception):
    """Not a valid `.alt`; `errors` are dicts of pointer, detail, code, line, column, suggestion."""

    def __init__(self, errors: list[dict[str, Any]]):
        super().__init__(f"{len(errors)} errors, first: {errors[0]['detail']}" if errors else "invalid")
        self.errors = errors


class Positions:
    """Where each value and each key of a document stands, by JSON pointer; lines and columns count from 1."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[int, int]] = {}
        self.keys: dict[str, tuple[int, int]] = {}

    def of(self, pointer: str, key: bool = False) -> tuple[int | None, int | None]:
        """Return line and column; of something missing, those of what it is missing from."""
        if key and pointer in self.keys:
            return self.keys[pointer]
        while pointer and pointer not in self.values:
            pointer = pointer.rpartition("/")[0]
        return self.values.get(pointer, (None, None))


class Findings:
    """Collects errors, at most so many, and raises them together."""

    def __init__(self, positions: Positions | None = None) -> None:
        self.positions = positions or Positions()
        self.errors: list[dict[str, Any]] = []
        self._seen: set[tuple[str, str]] = set()

    @property
    def full(self) -> bool:
        return len(self.errors) >= MAX_ERRORS

    def add(self, pointer: str, code: str, detail: Any, suggestion: Any = None, key: bool = False) -> None:
        """Note one error; what is wrong twice in the same way is told once."""
        if self.full or (pointer, code) in self._seen:
            return
        self._seen.add((pointer, code))
        line, column = self.positions.of(pointer, key)
        self.errors.append(
            {"pointer": pointer, "detail": str(detail), "code": code, "line": line, "column": column,
             "suggestion": None if suggestion is None else str(suggestion)}
        )  # fmt: skip

    def raise_if_any(self) -> None:
        """Raise AltInvalid with all errors, in the order of the document."""
        if self.errors:
            raise AltInvalid(sorted(self.errors, key=lambda error: (error["line"] or 0, error["column"] or 0)))


def broken(code: str, detail: Any, line: int | None = None, column: int | None = None, pointer: str = "") -> AltInvalid:
    """Return the error for a document that cannot be read any further."""
    return AltInvalid(
        [
            {
                "pointer": pointer,
                "detail": str(detail),
                "code": code,
                "line": line,
                "column": column,
                "suggestion": None,
            }
        ]
    )


def escape(part: Any) -> str:
    """Return one part of a JSON pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")


def pointer(parts: Any) -> str:
    """Return the JSON pointer of a path."""
    return "".join("/" + escape(part) for part in parts)
