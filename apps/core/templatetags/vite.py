"""`{% vite_assets %}`: the built web app's style sheets and script, by the names the build gave them."""

import json
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
ENTRY = "src/main.tsx"


@lru_cache(maxsize=4)
def _manifest(changed: float) -> dict[str, Any]:
    return json.loads((settings.BASE_DIR / "static" / "app" / "manifest.json").read_text(encoding="utf-8"))


def manifest() -> dict[str, Any] | None:
    """Return the build's manifest; None where the web app is not built."""
    path = settings.BASE_DIR / "static" / "app" / "manifest.json"
    return _manifest(path.stat().st_mtime) if path.exists() else None


@register.simple_tag
def web_app_is_built() -> bool:
    """Is there a built web app? Where not, the page says how to build it."""
    return manifest() is not None


@register.simple_tag
def vite_assets() -> SafeString:
    """Link the entry's style sheets, preload what it imports, and load it. Nothing where the web app is not built."""
    found = manifest()
    if found is None:
        return format_html("")
    entry = found[ENTRY]
    chunks = [found[name] for name in entry.get("imports", [])]
    sheets = [sheet for chunk in (*chunks, entry) for sheet in chunk.get("css", [])]
    return format_html(
        '{}{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="stylesheet" href="{}">', ((_url(sheet),) for sheet in sheets)),
        format_html_join("", '<link rel="modulepreload" href="{}">', ((_url(chunk["file"]),) for chunk in chunks)),
        _url(entry["file"]),
    )


def _url(name: str) -> str:
    return static(f"app/{name}")
