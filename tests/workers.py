"""A pytest plugin: workers side by side (`-n`) have each a Redis database of its own, as pytest-django gives each its own
PostgreSQL. It is loaded by `-p`, before the settings are read.
"""

import os
import re

_worker, _url = os.environ.get("PYTEST_XDIST_WORKER", ""), os.environ.get("REDIS_URL", "")
if _worker and _url:
    number = int(_worker.removeprefix("gw"))
    os.environ["REDIS_URL"] = re.sub(r"/(\d+)(?=,|$)", lambda found: f"/{(int(found[1]) - number) % 16}", _url)
