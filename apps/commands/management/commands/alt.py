"""`manage.py alt`: check, format, compare and import task graphs from the command line."""

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.commands.formats.accepting import parse_document
from apps.commands.formats.alt import AltInvalid, to_json, to_yaml
from apps.commands.formats.difference import definition_changes
from apps.commands.formats.schema import published
from apps.commands.runner.types import registry


class Command(BaseCommand):
    help = "Check, format and compare .alt documents; import Serverless Workflow documents."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="tell what is wrong, with line and column; 1 where anything is")
        check.add_argument("files", nargs="+", type=argparse.FileType("rb"))
        form = actions.add_parser("format", help="write a document in its one form")
        form.add_argument("files", nargs="+", type=argparse.FileType("rb"))
        form.add_argument("--to", choices=("yaml", "json"), default="yaml")
        form.add_argument("--write", action="store_true", help="change the files instead of printing")
        form.add_argument("--check", action="store_true", help="1 where a file is not in this form; nothing is written")
        diff = actions.add_parser("diff", help="tell what two documents mean differently; 1 where they do")
        diff.add_argument("before", type=argparse.FileType("rb"))
        diff.add_argument("after", type=argparse.FileType("rb"))
        taken = actions.add_parser("import", help="read a Serverless Workflow document into an .alt")
        taken.add_argument("files", nargs=1, type=argparse.FileType("rb"))
        taken.add_argument("--to", choices=("yaml", "json"), default="yaml")
        schema = actions.add_parser("schema", help="print the JSON Schema of a document or of a task type's parameters")
        schema.add_argument("name", help="alt-2.0, last-1.0, atlas-1.0, or a task type")

    def handle(self, *args: Any, **options: Any) -> None:
        if getattr(self, f"_{options['action']}")(options):
            sys.exit(1)

    def _check(self, options: dict[str, Any]) -> bool:
        wrong = False
        for file in options["files"]:
            try:
                parse_document(file.read(), task_types=registry)
            except AltInvalid as error:
                wrong = True
                self._tell(file.name, error)
            else:
                self.stdout.write(f"{file.name}: ok")
        return wrong

    def _format(self, options: dict[str, Any]) -> bool:
        changed = False
        for file in options["files"]:
            source = file.read()
            written = self._written(file.name, source, options["to"])
            if options["check"]:
                if written != source:
                    changed = True
                    self.stdout.write(f"{file.name}: would change")
            elif options["write"]:
                Path(file.name).write_bytes(written)
            else:
                self.stdout.write(written.decode(), ending="")
        return changed

    def _import(self, options: dict[str, Any]) -> bool:
        return self._format({**options, "check": False, "write": False})

    def _diff(self, options: dict[str, Any]) -> bool:
        before, after = (self._read(file.name, file.read()) for file in (options["before"], options["after"]))
        found = False
        for change in definition_changes(before, after):
            found = True
            for name, sign in (("before", "-"), ("after", "+")):
                if name in change:
                    self.stdout.write(f"{sign} {change['pointer']}: {orjson.dumps(change[name]).decode()}")
        for name in ("variables", "inputs"):
            if before.get(name) != after.get(name):
                found = True
                self.stdout.write(f"- /{name}: {orjson.dumps(before.get(name)).decode()}")
                self.stdout.write(f"+ /{name}: {orjson.dumps(after.get(name)).decode()}")
        return found

    def _schema(self, options: dict[str, Any]) -> bool:
        name = options["name"]
        if name in ("alt-2.0", "last-1.0", "atlas-1.0"):
            found = published(name)
        elif name in registry:
            found = registry[name].parameters
        else:
            raise CommandError(f"There is no schema {name}.")
        self.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return False

    def _written(self, name: str, source: bytes, form: str) -> bytes:
        alt = self._read(name, source)
        return to_yaml(alt).encode() if form == "yaml" else to_json(alt) + b"\n"

    def _read(self, name: str, source: bytes) -> dict[str, Any]:
        try:
            return parse_document(source)
        except AltInvalid as error:
            self._tell(name, error)
            raise CommandError(f"{name}: not a valid document") from None

    def _tell(self, name: str, error: AltInvalid) -> None:
        for one in error.errors:
            place = f"{name}:{one['line'] or 0}:{one['column'] or 0}"
            hint = f" ({one['suggestion']}?)" if one["suggestion"] else ""
            self.stderr.write(f"{place}: {one['code']} {one['pointer']}: {one['detail']}{hint}")
