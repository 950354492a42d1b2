"""Filters for the server-rendered pages."""

from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.safestring import SafeString

from apps.core.strictjson import dumps

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a field's control; without the placeholder, which would only repeat the label."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def as_json(value: Any) -> str:
    """Return a value for a `data-` attribute; escaped where it is put, as any text."""
    return dumps(value).decode()


@register.simple_tag
def passkey_domain() -> str:
    """Return the host name that passkeys are bound to."""
    return settings.PASSKEY_DOMAIN
