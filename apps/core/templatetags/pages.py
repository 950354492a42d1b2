"""Filters for the server-rendered pages."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a field's control; without the placeholder, which would only repeat the label."""
    return field.as_widget(attrs={"placeholder": False})
