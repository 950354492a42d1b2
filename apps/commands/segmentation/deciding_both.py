"""What both languages look at to tell task types apart."""

from collections.abc import Callable

from .language import bag
from .tokens import Token

Add = Callable[[str, float], None]
CLOCK = bag("second seconds minute minutes hour hours sec secs min mins saniye dakika saat")


_TABLES = (".csv", ".xlsx", ".xls", ".tsv", ".json", ".parquet")


def names_table(span: list[Token]) -> bool:
    """Does the clause name a file of rows?"""
    return any(t.kind == "file" and t.norm.endswith(_TABLES) for t in span)


def names_rows(span: list[Token]) -> bool:
    """Does the clause name a table and how many of its rows are meant: "the largest 3 orders in orders.csv"?"""
    return any(t.kind == "number" for t in span) and names_table(span)
