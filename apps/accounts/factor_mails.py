"""Mails about second factors: whoever did not change them themselves must learn of it."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.accounts.mails import page, send_template
from apps.accounts.models import User

WHAT = {
    "factor.added": _("A second factor was added to your account: {factor}."),
    "factor.removed": _("A second factor was removed from your account: {factor}."),
    "factor.reset": _("An administrator removed all second factors of your account and signed you out everywhere."),
    "factor.codes_renewed": _("New recovery codes were made for your account; the ones before are dead."),
    "factor.code_used": _("A recovery code of your account was used."),
}
FACTORS = {"totp": _("authenticator app"), "passkey": _("passkey")}


def tell_factor_changed(user: User, event: str, method: str, name: str) -> None:
    """Tell somebody what happened to their second factors."""
    with translation.override(user.language):
        factor = f"{FACTORS.get(method, method)} {f'“{name}”' if name else ''}".strip()
        what = str(WHAT[event]).format(factor=factor)
    send_template("factor_changed", user, user.email, page("two_factor"), what=what)
