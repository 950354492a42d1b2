"""Scores segmentation with a folder of gold files and their score.py.

python tests/commands/segmentation/score_dev.py [FOLDER] [--errors N] [--only own,calls]   (or ALTLAS_SEGMENTATION_DATA)
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from apps.commands.segmentation import segment

TYPES = {
    "http.*": "http", "data.*": "transform", "text.*": "transform", "file.*": "file", "chat.*": "chat",
    "notify.*": "notify", "remind.*": "remind", "wait": "wait", "condition.*": "condition", "loop.*": "loop",
    "approval.*": "approval", "model.*": "model", "search.*": "search", "todo.*": "todo", "command.*": "command", "event.listen": "condition",
}  # fmt: skip
NOW = "2026-11-23T10:00:00"


def folder_of(arguments: list[str]) -> str | None:
    """The folder of gold files that was named, or the one of the environment."""
    named = [
        a
        for n, a in enumerate(arguments)
        if not a.startswith("--") and arguments[n - 1 : n] not in (["--errors"], ["--only"])
    ]
    return named[0] if named else os.environ.get("ALTLAS_SEGMENTATION_DATA")


def main() -> None:
    """Write predictions of every suite and hand them to the scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=os.environ.get("ALTLAS_SEGMENTATION_DATA"))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if not options.folder:
        parser.error("name the folder of the data or set ALTLAS_SEGMENTATION_DATA")
    folder = Path(options.folder)
    times: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "types.json").write_text(json.dumps(TYPES))
        for gold in sorted(folder.glob("*.dev.jsonl")):
            suite = gold.name.split(".")[0]
            if options.only and suite not in options.only.split(","):
                continue
            target = work / f"{suite}.jsonl"
            times += predict(gold, target, folder)
            command = [sys.executable, str(folder / "score.py"), str(gold), str(target)]
            command += ["--errors", str(options.errors)]
            if suite == "own" or suite.startswith(("first", "second", "third", "fourth")):
                command += ["--types", str(work / "types.json")]
            if suite == "office":
                command += ["--types", str(work / "types.json")]
            subprocess.run(command, check=True)
    times.sort()
    print(
        f"commands {len(times)}  cpu p50 {statistics.median(times):.2f} ms  p95 {times[int(0.95 * (len(times) - 1))]:.2f} ms  "
        f"max {times[-1]:.2f} ms  memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    )


def predict(gold: Path, target: Path, folder: Path) -> list[float]:
    """Segment every command of a gold file; return the CPU milliseconds of each."""
    times = []
    with target.open("w", encoding="utf-8") as out:
        for line in gold.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            catalog = row.get("catalog")
            if isinstance(catalog, str):
                catalog = json.loads((folder / f"{catalog}.catalog.json").read_text(encoding="utf-8"))
            began = time.process_time()
            alt = segment(row["command"], now=datetime.fromisoformat(row.get("now", NOW)), task_types=catalog)
            times.append((time.process_time() - began) * 1000)
            out.write(json.dumps({"id": row["id"], "alt": alt, "ms": times[-1]}, ensure_ascii=False) + "\n")
    return times


if __name__ == "__main__":
    main()
