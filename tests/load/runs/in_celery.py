"""The same graphs in bare Celery: a message per task, results in Redis, nothing durable beside them."""

import json
import os
import sys
import time

from celery import Celery, chain, chord, group

from tests.load.runs.graphs import GRAPHS, QUICK, TEXT

URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/15")
app = Celery("bare", broker=URL, backend=URL)
app.conf.worker_prefetch_multiplier = 1


@app.task(name="count")
def count(_before=None):
    return len(TEXT.split())


def shape(graph):
    """Return the canvas of a graph; Celery has one for each of these shapes."""
    last, amount = graph[-1], len(graph)
    if not last:
        return group(count.si() for _ in graph)
    if last == [amount - 2]:
        return chain(count.si() for _ in graph)
    return chain(count.si(), chord([count.si() for _ in graph[1:-1]], count.si()))


def main() -> None:
    graphs = QUICK if sys.argv[1] == "quick" else GRAPHS
    began = time.time()
    shape(graphs[sys.argv[2]]).apply_async().get(timeout=300, interval=0.05)
    print(json.dumps({"seconds": time.time() - began}), flush=True)
    os._exit(0)  # its results tidy up as the interpreter goes, and find it gone


if __name__ == "__main__":
    main()
