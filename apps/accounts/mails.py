"""Mails about accounts."""

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import User


def tell_owner_of_address(owner: User) -> None:
    """Tell somebody that another tried to register with their address."""
    with translation.override(owner.language):
        send_mail(
            _("Somebody tried to register with your address"),
            _(
                "Hello %(name)s,\n\nsomebody tried to make an ALT_LAS account with your e-mail address. You have one "
                "already, so nothing was made. If it was you: sign in, or reset your password.\n"
            )
            % {"name": owner.name},
            None,
            [owner.email],
            fail_silently=True,
        )
