"""How bodies are read and answers written. Apart from `rest.py`: DRF loads these while it loads its own views."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer

from apps.core.strictjson import JSONInvalid, dumps, loads

PROBLEM = "application/problem+json"


class StrictJSONParser(BaseParser):
    """Reads `application/json` strictly: see `strictjson.loads`."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            return loads(stream.read())
        except JSONInvalid as error:
            raise ParseError(str(error)) from None


class OrjsonRenderer(BaseRenderer):
    """Writes JSON with orjson."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        response = (renderer_context or {}).get("response")
        if response is not None and response.status_code >= 400:
            response["Content-Type"] = PROBLEM
        written: bytes | None = getattr(response, "written", None)
        return written if written is not None else b"" if data is None else dumps(data)


class BrowsableRenderer(BrowsableAPIRenderer):
    """DRF's browsable API for people who open an address in a browser; forms are left out, the explorer has them."""

    def get_rendered_html_form(self, *args: Any, **kwargs: Any) -> None:
        return None

    def get_raw_data_form(self, *args: Any, **kwargs: Any) -> None:
        return None

    def show_form_for_method(self, *args: Any, **kwargs: Any) -> bool:
        return False
