"""In which order the clauses run: "before …", "after …", conditions said behind what they decide."""

from .clauses import Clause


def running_order(rows: list[tuple[Clause, str, float]]) -> list[tuple[Clause, str, float]]:
    """Clauses said in another order than they run are moved: before…, after…, trailing conditions."""
    out = list(rows)
    i = 0
    while i < len(out):
        clause = out[i][0]
        if clause.link == "trail" and i and clause.role in ("condition", "loop"):
            begin = i - 1
            row = out.pop(i)
            row[0].link, out[begin][0].link = out[begin][0].link, "main"
            out.insert(begin, row)
        elif clause.order == "first" and i:
            row = out.pop(i)
            row[0].link, out[i - 1][0].link = out[i - 1][0].link, "then"
            out.insert(i - 1, row)
        elif clause.order == "last":
            end = i + 1
            while end < len(out) and out[end][0].sentence == clause.sentence and out[end][0].link not in ("else",):
                if end > i + 1 and out[end][0].link == "then":
                    break
                end += 1
            if end > i + 1:
                row = out.pop(i)
                out[i][0].link = row[0].link
                row[0].link, row[0].order = "then", "moved"
                out.insert(end - 1, row)
                continue
        i += 1
    return out
