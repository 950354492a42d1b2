"""What can go wrong with an expression."""

from typing import Any


class ExpressionError(Exception):
    """An expression has no value: a stable `code` and a `detail` for people."""

    def __init__(self, code: str, detail: Any):
        super().__init__(code)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return str(self.detail)
