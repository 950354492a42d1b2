"""Mails about accounts. Written in the language and the time zone of whom they go to."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.devices import device_of
from apps.accounts.models import Invitation, LoginSession, User
from apps.accounts.one_time_tokens import Purpose, issue_invitation_link, issue_link
from apps.accounts.outbox import post_mail


def send_template(
    name: str, user: User | None, to: str, link: str, *, language: str | None = None, **details: Any
) -> None:
    """Post the mail `templates/mail/<name>` inside the caller's transaction. Without a user say the language."""
    context = {"name": user.name if user else "", "link": link, **details}
    zone = ZoneInfo(user.timezone) if user else timezone.get_default_timezone()
    with translation.override(user.language if user else language), timezone.override(zone):
        subject, text, html = (
            render_to_string(f"mail/{name}{ending}", context) for ending in ("_subject.txt", ".txt", ".html")
        )
    post_mail(template=name, user=user, to=to, subject=" ".join(subject.split()), text=text, html=html)


def tell_owner_of_address(owner: User, address: str) -> None:
    """Tell somebody that another tried to register with, or to change to, their address."""
    send_template("address_taken", owner, address, page("account_reset_password"))


def ask_to_verify(user: User) -> None:
    """Send the link that shows that an address belongs to its account."""
    link = issue_link(purpose=Purpose.VERIFY, user=user, address=user.email)
    send_template("verify_email", user, user.email, link)


def ask_to_set_password(user: User) -> None:
    """Send the link with which somebody for whom an account was made begins."""
    link = issue_link(purpose=Purpose.RESET, user=user, address=user.email)
    send_template("account_made", user, user.email, link)


def send_reset_link(user: User) -> None:
    """Send the link with which somebody chooses a new password."""
    link = issue_link(purpose=Purpose.RESET, user=user, address=user.email)
    send_template("password_reset", user, user.email, link)


def tell_password_changed(user: User) -> None:
    """Tell somebody that their password is a new one, and what to do if it was not them."""
    send_template("password_changed", user, user.email, page("account_reset_password"))


def ask_to_confirm_change(user: User, address: str) -> None:
    """Send the link that makes an address the account's, to that address."""
    link = issue_link(purpose=Purpose.CHANGE, user=user, address=address)
    send_template("email_change", user, address, link, address=address)


def tell_former_address(user: User, former: str, *, undo: bool) -> None:
    """Tell the address that the account had; where `undo` holds, with a link that takes it back."""
    link = issue_link(purpose=Purpose.UNDO, user=user, address=former) if undo else settings.ORIGIN
    send_template("email_changed", user, former, link, undo=undo)


def send_invitation(invitation: Invitation, inviter: User) -> None:
    """Send the link with which somebody makes an account."""
    send_template(
        "invitation",
        None,
        invitation.email,
        issue_invitation_link(invitation),
        language=invitation.language,
        inviter=inviter.name,
        until=invitation.expires_at,
    )


def tell_invited_owner(owner: User, address: str, inviter: User) -> None:
    """Tell somebody who was invited that they have an account already."""
    send_template("invitation_known", owner, address, page("account_login"), inviter=inviter.name)


def tell_export_is_ready(user: User) -> None:
    """Tell somebody that the data they asked for can be downloaded."""
    send_template("export_ready", user, user.email, f"{settings.ORIGIN}/settings")


def tell_new_sign_in(session: LoginSession) -> None:
    """Tell somebody that a device signed in which has not before."""
    device = device_of(session.user_agent).label
    link = page("login_sessions")
    send_template("new_sign_in", session.user, session.user.email, link, device=device, session=session)


def page(name: str) -> str:
    """Return the full address of a page, for a mail."""
    return settings.ORIGIN + reverse(name)
