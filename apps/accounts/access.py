"""From an access token to the login session it stands for: the one check behind HTTP and socket."""

from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError

from apps.accounts.models import LoginSession
from apps.accounts.problems import SessionEnded, TokenExpired, TokenInvalid
from apps.accounts.selectors import live_session
from apps.accounts.tokens import AccessToken


def session_of_token(text: str) -> tuple[LoginSession, AccessToken]:
    """Return the live login session of an access token, with its user; raises a subclass of NotSignedIn."""
    try:
        token = AccessToken(text)  # type: ignore[arg-type]
        key = token.session_id
    except ExpiredTokenError:
        raise TokenExpired() from None
    except (TokenError, ValueError, KeyError, AttributeError):
        raise TokenInvalid() from None
    session = live_session(key)
    if session is None or str(session.user_id) != token["sub"]:
        raise SessionEnded()
    return session, token
