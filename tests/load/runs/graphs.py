"""The graphs that every peer runs: what each task waits for, by its number. A task counts the words of a short text."""

TEXT = "bir iki üç dört beş altı yedi sekiz dokuz on"


def independent(amount: int) -> list[list[int]]:
    return [[] for _ in range(amount)]


def chain(amount: int) -> list[list[int]]:
    return [[number - 1] if number else [] for number in range(amount)]


def fan(amount: int) -> list[list[int]]:
    """One task, `amount` that wait for it, and one that waits for all of those."""
    return [[], *([0] for _ in range(amount)), list(range(1, amount + 1))]


def document(graph: list[list[int]]) -> dict:
    """Return a graph as an `.alt`."""
    segments = [
        {"id": f"t{number}", "task_type": "text.count", "content": f"t{number}", "parameters": {"text": TEXT},
         "dependencies": [f"t{before}" for before in waits]}
        for number, waits in enumerate(graph)
    ]  # fmt: skip
    return {"alt": "2.0", "title": "bench", "language": "en", "segments": segments}


GRAPHS = {"1,000 independent": independent(1_000), "chain of 200": chain(200), "fan of 500 with a join": fan(500)}
QUICK = {"100 independent": independent(100), "chain of 20": chain(20), "fan of 50 with a join": fan(50)}
