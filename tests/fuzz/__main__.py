"""`python -m tests.fuzz [--documents N] [--wishes N] [--first SEED]`"""

import argparse
import os
import sys

os.environ.setdefault("ALTLAS_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")

import django

django.setup()

from tests.fuzz.trying import report, try_document, try_wish  # noqa: E402 - needs what was set up above


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--wishes", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    chosen = parser.parse_args()
    wrong = report("document", chosen.documents, chosen.first, try_document)
    wrong += report("wish", chosen.wishes, chosen.first, try_wish)
    return 1 if wrong else 0


sys.exit(main())
