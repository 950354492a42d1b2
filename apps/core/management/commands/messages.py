"""`manage.py messages`: collect the texts of code and templates, and compile the translations."""

import re
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

from apps.core.catalogues import compile_catalogue

SKIP = ["frontend/*", ".venv/*", "data/*", "static/*", "tests/*", "docs/*"]
DATE = re.compile(r'^"POT-Creation-Date: .*\n', re.MULTILINE)  # would change the files at every run


class Collect(makemessages.Command):
    """Django's own; but a guessed translation is worse than a missing one, which a test reports."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_t"]  # beside a lazy `_`
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


class Command(BaseCommand):
    help = "Collect the texts into locale/*.po (needs GNU gettext) and compile them (needs nothing)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile-only", action="store_true", help="leave the .po files as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["compile_only"]:
            if shutil.which("xgettext") is None:
                self.stderr.write("GNU gettext is missing (Debian: apt install gettext); only compiling.")
            else:
                tidy = {"no_location": True, "no_wrap": True, "no_obsolete": True, "verbosity": 0}
                call_command(Collect(), locale=["tr", "en"], ignore_patterns=SKIP, **tidy)
        for source in sorted(Path(settings.BASE_DIR, "locale").rglob("*.po")):
            text = DATE.sub("", source.read_text(encoding="utf-8"))
            source.write_text(text, encoding="utf-8")
            source.with_suffix(".mo").write_bytes(compile_catalogue(text))
            self.stdout.write(f"{source.parent.parent.name}: compiled")
