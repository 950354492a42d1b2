"""Prints how well segmentation reads: the commands marked in `gold/`, and a folder of gold files with its score.py.

python -m tests.commands.segmentation.report [FOLDER] [--errors N] [--only own,calls]     (or ALTLAS_SEGMENTATION_DATA)
"""

import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from apps.commands.segmentation import segment

from . import score_dev
from .blind import suites
from .gold.compare import compare, figures
from .gold.marked import rows

GOLD = Path(__file__).parent / "gold"


def measured(path: Path) -> tuple[dict[str, float], float]:
    """The figures of one marked file and the CPU milliseconds of its slowest twentieth."""
    total: Counter[str] = Counter()
    times = []
    for row in rows(path):
        began = time.process_time()
        document = segment(row["command"], now=datetime.fromisoformat(row["now"]))
        times.append((time.process_time() - began) * 1000)
        total += compare(row, document)
    return figures(total), sorted(times)[int(0.95 * (len(times) - 1))]


def main() -> None:
    """Print one line for each suite."""
    for path in sorted(GOLD.glob("*.txt")):
        found, slow = measured(path)
        print(f"{path.stem:12}", "  ".join(f"{name} {value:g}" for name, value in found.items()), f"p95 {slow:.2f} ms")
    for name in suites.SUITES:
        print(f"{name:12} exactly right {suites.measured(name):g}")
    if score_dev.folder_of(sys.argv[1:]):
        score_dev.main()


if __name__ == "__main__":
    main()
