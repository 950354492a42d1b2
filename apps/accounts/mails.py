"""Mails about accounts. Written in the language of whom they go to."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from apps.accounts.devices import device_of
from apps.accounts.models import LoginSession, User


def tell_owner_of_address(owner: User) -> None:
    """Tell somebody that another tried to register with their address."""
    send("address_taken", owner, owner.email, settings.ORIGIN + reverse("account_reset_password"))


def ask_to_verify(address: EmailAddress) -> None:
    """Send the link that shows that an address belongs to its account."""
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(address).key])
    send("verify_email", address.user, address.email, settings.ORIGIN + path)


def ask_to_set_password(user: User) -> None:
    """Send the link with which somebody for whom an account was made begins."""
    names = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=names)
    send("account_made", user, user.email, settings.ORIGIN + path)


def tell_export_is_ready(user: User) -> None:
    """Tell somebody that the data they asked for can be downloaded."""
    send("export_ready", user, user.email, f"{settings.ORIGIN}/settings")


def tell_new_sign_in(session: LoginSession) -> None:
    """Tell somebody that a device signed in which has not before."""
    about = {"device": device_of(session.user_agent).label, "session": session, "zone": session.user.timezone}
    send("new_sign_in", session.user, session.user.email, settings.ORIGIN + reverse("login_sessions"), **about)


def send(name: str, user: User, to: str, link: str, **context: Any) -> None:
    """Mail one of the templates in `templates/mail`, in the language of the person."""
    context |= {"name": user.name, "link": link}
    with translation.override(user.language):
        subject, text, html = (
            render_to_string(f"mail/{name}{ending}", context) for ending in ("_subject.txt", ".txt", ".html")
        )
    send_mail(" ".join(subject.split()), text, None, [to], html_message=html)
