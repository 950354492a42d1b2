"""What can be refused about accounts."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, NotSignedIn, TooMany


class WrongCredentials(NotSignedIn):
    code, title = "auth.wrong_credentials", _("The name or the password is not right.")


class TokenInvalid(NotSignedIn):
    code, title = "auth.token_invalid", _("This token is not good.")


class TokenExpired(NotSignedIn):
    code, title = "auth.token_expired", _("This token has expired.")


class SessionEnded(NotSignedIn):
    code, title = "auth.session_ended", _("This login session has ended. Sign in again.")


class CsrfFailed(Forbidden):
    code, title = "auth.csrf_failed", _("The request does not come from a page of this server.")


class RegistrationClosed(Forbidden):
    code, title = "user.registration_closed", _("Nobody can register here. Ask an administrator for an account.")


class NameTaken(Conflict):
    code, title = "user.name_taken", _("This username is taken.")


class TooManyAttempts(TooMany):
    code, title = "auth.too_many_attempts", _("Too many attempts. Wait before you try again.")
