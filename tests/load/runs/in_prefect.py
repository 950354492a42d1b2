"""The same graphs in Prefect, run by the Python that has it, against its own server: a thread per task, rows per state."""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from graphs import GRAPHS, QUICK, TEXT
from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner


@task
def count(*_before):
    return len(TEXT.split())


@flow(task_runner=ThreadPoolTaskRunner(max_workers=int(os.environ.get("BENCH_THREADS", "4"))))
def whole(graph):
    done = []
    for waits in graph:
        done.append(count.submit(wait_for=[done[before] for before in waits]))
    return [one.result() for one in done][-1]


def main() -> None:
    graphs = QUICK if sys.argv[1] == "quick" else GRAPHS
    began = time.time()
    whole(graphs[sys.argv[2]])
    print(json.dumps({"seconds": time.time() - began}))


main()
