"""What can be refused about accounts."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, Invalid, NotSignedIn, TooLarge, TooMany, Unprocessable


class WrongCredentials(NotSignedIn):
    code, title = "auth.wrong_credentials", _("The name or the password is not right.")


class TokenInvalid(NotSignedIn):
    code, title = "auth.token_invalid", _("This token is not good.")


class TokenExpired(NotSignedIn):
    code, title = "auth.token_expired", _("This token has expired.")


class SessionEnded(NotSignedIn):
    code, title = "auth.session_ended", _("This login session has ended. Sign in again.")


class FreshFactorRequired(Forbidden):
    code, title = "auth.fresh_factor_required", _("Show your password or a second factor again first.")


class KeyInvalid(NotSignedIn):
    code, title = "auth.key_invalid", _("This API key is not good.")


class TooManyKeys(Conflict):
    code, title = "api_key.too_many", _("You have too many API keys. Revoke one that you do not need.")


class KeyRotating(Conflict):
    code, title = "api_key.rotating", _("The key before is still good. End it at once, or wait.")


class CsrfFailed(Forbidden):
    code, title = "auth.csrf_failed", _("The request does not come from a page of this server.")


class RegistrationClosed(Forbidden):
    code, title = "user.registration_closed", _("Nobody can register here. Ask an administrator for an account.")


class NameTaken(Conflict):
    code, title = "user.name_taken", _("This username is taken.")


class TooManyAttempts(TooMany):
    code, title = "auth.too_many_attempts", _("Too many attempts. Wait before you try again.")


class CannotWriteTo(Forbidden):
    """Whatever the reason: it is not told whether somebody is blocked."""

    code, title = "user.cannot_write_to", _("You cannot write to this person.")


class BlockOfOneself(Unprocessable):
    code, title = "block.oneself", _("You cannot block yourself.")


class TooManyBlocks(Conflict):
    code, title = "block.too_many", _("You block too many people.")


class RoleNameTaken(Conflict):
    code, title = "role.name_taken", _("There is a role of this name.")


class RoleIsFixed(Conflict):
    code, title = "role.fixed", _("This is built in and stays as it is.")


class LastOwner(Conflict):
    code, title = "role.last_owner", _("Somebody has to own this installation: make another person owner first.")


class AddressTaken(Conflict):
    code, title = "user.address_taken", _("Somebody has this e-mail address.")


class WrongPassword(Forbidden):
    code, title = "auth.wrong_password", _("This is not your password.")


class LinkInvalid(Invalid):
    code, title = "link.invalid", _("This link is not good any more. Ask for a new one.")


class InvitationOpen(Conflict):
    code, title = "invitation.open", _("Somebody has invited this address already.")


class InvitationAnswered(Conflict):
    code, title = "invitation.answered", _("This invitation was accepted or withdrawn.")


class PictureInvalid(Invalid):
    code, title = "avatar.invalid", _("This is no picture that can be read: JPEG, PNG, GIF or WebP.")


class PictureTooLarge(TooLarge):
    code, title = "avatar.too_large", _("A picture has at most 20 MB, 50 million pixels and 12,000 on a side.")


class ExportAtWork(Conflict):
    code, title = "export.at_work", _("Your data is being gathered already.")


class ExportNotReady(Conflict):
    code, title = "export.not_ready", _("This export cannot be downloaded (yet, or any more).")


class OtpRequired(NotSignedIn):
    """The password was right. `methods` says what can be shown; `passkey`, where there is one, holds the options."""

    code, title = "auth.otp_required", _("Show your second factor.")


class OtpWrong(NotSignedIn):
    code, title = "auth.otp_wrong", _("This code or passkey is not good.")


class PasskeyRefused(NotSignedIn):
    code, title = "auth.passkey_refused", _("This passkey does not open an account here.")


class FactorWrong(Forbidden):
    code, title = "auth.factor_wrong", _("This code or passkey is not good.")


class FactorWanted(Forbidden):
    code, title = "auth.factor_wanted", _("You have a second factor: show that, not the password alone.")


class SecondFactorRequired(Forbidden):
    code, title = "auth.second_factor_required", _("A second factor is required here. Set one up first.")


class FactorMissing(Conflict):
    code, title = "second_factor.none", _("There is no such second factor. Set it up first.")


class FactorNeeded(Conflict):
    code, title = "second_factor.needed", _("A second factor is required of you: the last one stays.")


class TotpNotBegun(Conflict):
    code, title = "totp.not_begun", _("Begin anew: there is no app that waits for its first code.")


class PasskeyKnown(Conflict):
    code, title = "passkey.known", _("This passkey is registered already.")


class TooManyPasskeys(Conflict):
    code, title = "passkey.too_many", _("You have too many passkeys. Remove one that you do not use.")


class PasskeysUnavailable(Conflict):
    code, title = "passkey.unavailable", _("Passkeys need a server with a host name, not a bare address.")
