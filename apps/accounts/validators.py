"""Rules for passwords beyond Django's own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_PASSWORD = 128  # security.md section 2; checked before hashing, which costs more the longer the text is


class MaximumLengthValidator:
    """Refuse a password longer than 128 characters."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > MAX_PASSWORD:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("A password holds at most %(amount)d characters.") % {"amount": MAX_PASSWORD}
