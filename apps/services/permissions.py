"""Who may do what with services: administrators, and roles that were given it."""

from typing import Any

from apps.accounts.hierarchy import may

VIEW, CHANGE = "services.view_service", "services.change_service"


def can_view_services(user: Any) -> bool:
    """May this person see what is served where?"""
    return may(user, VIEW)


def can_change_services(user: Any) -> bool:
    """May this person register, change and remove services? They decide who gets what people ask for."""
    return may(user, CHANGE)
