"""Mails about accounts. Written in the language of whom they go to."""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import User


def tell_owner_of_address(owner: User) -> None:
    """Tell somebody that another tried to register with their address."""
    with translation.override(owner.language):
        subject = _("Somebody tried to register with your address")
        text = _(
            "Hello %(name)s,\n\nsomebody tried to make an ALT_LAS account with your e-mail address. You have one "
            "already, so nothing was made. If it was you: sign in, or reset your password.\n"
        )
        send_mail(subject, text % {"name": owner.name}, None, [owner.email])


def ask_to_verify(address: EmailAddress) -> None:
    """Send the link that shows that an address belongs to its account."""
    user: User = address.user
    link = settings.ORIGIN + reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(address).key])
    with translation.override(user.language):
        subject = _("Verify your e-mail address")
        text = _(
            "Hello %(name)s,\n\nwelcome to ALT_LAS. Open this link to show that this address is yours:\n\n%(link)s\n\n"
            "If you did not make this account, do nothing.\n"
        )
        send_mail(subject, text % {"name": user.name, "link": link}, None, [address.email])
