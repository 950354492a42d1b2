"""`manage.py api_documents`: write the contract's documents from the code, or check that they are current."""

import sys
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import BaseCommand
from django.core.management.base import CommandParser
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from altlas import asyncapi
from apps.core.strictjson import dumps, loads

SCHEMAS = Path(settings.BASE_DIR) / "apps/commands/formats/schema"


class Command(BaseCommand):
    help = "Write docs/api/openapi.yaml, asyncapi.yaml and schemas; with --check only say whether they are current."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="exit 1 where a document is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = False
        for name, text in documents().items():
            path = settings.BASE_DIR / "docs" / "api" / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale = True
            if options["check"]:
                self.stderr.write(f"docs/api/{name} is not current. Run: make openapi")
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"docs/api/{name} written.")
        if stale and options["check"]:
            sys.exit(1)


def documents() -> dict[str, str]:
    """Return the documents as texts, by file name: of the two doors, and the schemas of what commands are made of."""
    schema = SchemaGenerator(api_version="1").get_schema(request=None, public=True)
    validate_schema(schema)
    plain = loads(dumps(asyncapi.document("1")))  # without the lazy texts and enums of Django
    socket = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110)
    doors = {
        "openapi.yaml": OpenApiYamlRenderer().render(schema, renderer_context={}).decode(),
        "asyncapi.yaml": socket,
    }
    schemas = (path for path in sorted(SCHEMAS.glob("*.schema.json")))
    return {**doors, **{f"schemas/{path.name}": path.read_text(encoding="utf-8") for path in schemas}}
