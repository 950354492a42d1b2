"""`manage.py messages`: collect the texts of code and templates, and compile the translations."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.core.management.base import CommandParser

from apps.core.catalogues import compile_catalogue


class Command(BaseCommand):
    help = "Collect the texts into locale/*.po (needs GNU gettext) and compile them (needs nothing)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile-only", action="store_true", help="leave the .po files as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["compile_only"]:
            if shutil.which("xgettext") is None:
                self.stderr.write("GNU gettext is missing (Debian: apt install gettext); only compiling.")
            else:
                skip = ["frontend/*", ".venv/*", "data/*", "static/*", "tests/*", "docs/*"]
                call_command("makemessages", locale=["tr", "en"], ignore_patterns=skip, no_location=True, verbosity=0)
        for source in sorted(Path(settings.BASE_DIR, "locale").rglob("*.po")):
            source.with_suffix(".mo").write_bytes(compile_catalogue(source.read_text(encoding="utf-8")))
            self.stdout.write(f"{source.parent.parent.name}: compiled")
