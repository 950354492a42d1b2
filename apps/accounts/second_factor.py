"""Showing a second factor: a code of the app, a recovery code, a passkey. The one check behind every door."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from fido2.utils import websafe_decode, websafe_encode

from apps.accounts import challenges
from apps.accounts.challenges import ChallengeRefused, new_challenge, spend_challenge
from apps.accounts.crypto import decrypt, digest
from apps.accounts.factor_events import PasskeyRefusal, RecoveryCodeUsed
from apps.accounts.factor_selectors import factors_of, passkeys_of
from apps.accounts.models import LoginSession, Method, Passkey, Totp, User
from apps.accounts.permissions import can_sign_in
from apps.accounts.problems import OtpRequired, OtpWrong, PasskeyRefused
from apps.accounts.recovery import normal
from apps.accounts.signin import count_passkey, count_second_factor, forget_second_factors, passkey_succeeded
from apps.accounts.totp import DIGITS, matching_step
from apps.accounts.webauthn import AnswerRefused, request_options, verified_assertion
from apps.core.problems import Problem
from apps.events.bus import publish


def second_factor_of_sign_in(*, user: User, otp: str | None, passkey: dict[str, Any] | None) -> str:
    """Return how somebody whose password was right showed their second factor; empty where they have none."""
    if not factors_of(user).any:
        return ""
    if not otp and passkey is None:
        raise OtpRequired(**what_can_be_shown(user))
    purpose = challenges.SECOND_FACTOR
    return show_second_factor(user=user, purpose=purpose, otp=otp, passkey=passkey, wrong=OtpWrong)


def what_can_be_shown(user: User, purpose: str = challenges.SECOND_FACTOR) -> dict[str, Any]:
    """Return the methods somebody can choose from, and what the browser is asked where one is a passkey."""
    found: dict[str, Any] = {"methods": factors_of(user).methods, "passkey": None}
    if Method.PASSKEY in found["methods"]:
        found["passkey"] = request_options(new_challenge(purpose, user), passkeys_of(user))
    return found


def show_second_factor(
    *, user: User, purpose: str, otp: str | None, passkey: dict[str, Any] | None, wrong: type[Problem]
) -> str:
    """Check a code or a passkey, and return which it was. Counted before it is checked; only wrong ones count."""
    count_second_factor(user)
    if otp:
        method = show_code(user, otp)
    else:
        method = Method.PASSKEY if passkey is not None and _show_passkey(user, purpose, passkey) else ""
    if not method:
        raise wrong()
    forget_second_factors(user)
    return method


def show_code(user: User, text: str) -> str:
    """Use up a code of the app, or a recovery code; return which it was, or nothing."""
    typed = "".join(text.split())
    if len(typed) == DIGITS and typed.isascii() and typed.isdigit():
        return Method.TOTP if _show_totp(user, typed) else ""
    return Method.RECOVERY_CODE if _show_recovery_code(user, typed) else ""


@transaction.atomic
def _show_totp(user: User, code: str) -> bool:
    totp = Totp.objects.select_for_update().filter(user=user).exclude(secret="").first()
    step = matching_step(decrypt(totp.secret), code, after=totp.last_step) if totp else None
    if totp is None or step is None:
        return False
    totp.last_step, totp.last_used_at = step, timezone.now()
    totp.save(update_fields=["last_step", "last_used_at"])
    return True


@transaction.atomic
def _show_recovery_code(user: User, text: str) -> bool:
    unused = user.recovery_codes.filter(code_hash=digest(normal(text)), used_at=None)
    if not unused.update(used_at=timezone.now()):  # of two at once one finds it unused
        return False
    publish(RecoveryCodeUsed(user, left=user.recovery_codes.filter(used_at=None).count()))
    return True


def _show_passkey(user: User, purpose: str, credential: dict[str, Any]) -> bool:
    try:
        challenge, _note = spend_challenge(purpose, user, credential)
        _use_passkey(credential, challenge, user=user)
    except (ChallengeRefused, AnswerRefused) as error:
        _note_refusal(user, str(error))
        return False
    return True


def passkey_sign_in_options() -> dict[str, Any]:
    """Return what a browser is asked for when nobody knows yet who signs in."""
    return request_options(new_challenge(challenges.SIGN_IN, None), None)


def sign_in_with_passkey(*, credential: dict[str, Any], address: str) -> User:
    """Return whose passkey this is, if it was made to sign in alone. It is possession and finger or PIN at once."""
    count_passkey(address)
    known: Passkey | None = None
    try:
        challenge, _note = spend_challenge(challenges.SIGN_IN, None, credential)
        known = Passkey.objects.select_related("user").filter(credential_id=_id_of(credential)).first()
        if known is None or not known.passwordless or not can_sign_in(known.user):
            raise AnswerRefused("unknown")
        _use_passkey(credential, challenge, user=known.user)
    except (ChallengeRefused, AnswerRefused) as error:
        _note_refusal(known.user if known else None, str(error))
        raise PasskeyRefused() from None
    passkey_succeeded(address)
    return known.user


@transaction.atomic
def _use_passkey(credential: dict[str, Any], challenge: bytes, *, user: User) -> None:
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("user")
    passkey = rows.filter(credential_id=_id_of(credential), user=user).first()
    if passkey is None:
        raise AnswerRefused("unknown")
    count = verified_assertion(challenge, credential, passkey)
    if (count or passkey.sign_count) and count <= passkey.sign_count:
        raise AnswerRefused("counter")  # an authenticator counts upwards: this may be a copy
    passkey.sign_count, passkey.last_used_at = count, timezone.now()
    passkey.save(update_fields=["sign_count", "last_used_at"])


def _id_of(credential: dict[str, Any]) -> str:
    try:
        return websafe_encode(websafe_decode(credential["rawId"]))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise AnswerRefused("malformed") from None


@transaction.atomic
def _note_refusal(user: User | None, reason: str) -> None:
    publish(PasskeyRefusal(user, reason or "challenge"))


def mark_session(session: LoginSession, method: str) -> None:
    """Note on a login session that its person has shown a second factor."""
    session.factor, session.factor_shown_at = method, timezone.now()
    session.save(update_fields=["factor", "factor_shown_at"])
