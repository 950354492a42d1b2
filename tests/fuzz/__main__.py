"""`python -m tests.fuzz [--documents N] [--wishes N] [--first SEED]`: everything, with a line for each kind at the end."""

import argparse
import os
import sys

os.environ.setdefault("ALTLAS_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")

import django

django.setup()

from tests.fuzz.shapes import DOCUMENTS, WISHES  # noqa: E402 - needs what was set up above
from tests.fuzz.trying import report, try_document, try_long_wish, try_shape, try_wish  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--wishes", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    chosen = parser.parse_args()
    wrong = report("shapes of documents", DOCUMENTS, try_shape)
    wrong += report("shapes of wishes", WISHES, try_long_wish)
    wrong += report("wishes", range(chosen.first, chosen.first + chosen.wishes), try_wish)
    wrong += report("documents", range(chosen.first, chosen.first + chosen.documents), try_document)
    print(f"{wrong} wrong" if wrong else "nothing wrong")
    return 1 if wrong else 0


sys.exit(main())
