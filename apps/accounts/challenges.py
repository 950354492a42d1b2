"""WebAuthn challenges: signed by us, for one purpose and one person, good for five minutes and for one answer.

Nothing is stored when one is given out, so asking for many costs nothing; what was answered is remembered until it
would have expired.
"""

import json
import secrets
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from fido2.utils import websafe_decode

from apps.accounts.crypto import digest
from apps.accounts.models import SpentChallenge, User

GOOD_FOR = timedelta(minutes=5)
REGISTER, SIGN_IN, SECOND_FACTOR, REAUTHENTICATE = "register", "sign-in", "second-factor", "reauthenticate"


class ChallengeRefused(Exception):
    """Not ours, for something or somebody else, expired, or answered before."""


def new_challenge(purpose: str, user: User | None, note: str = "") -> bytes:
    """Return a challenge for one purpose, bound to a person where it is known who they are."""
    said = [str(user.pk) if user else "", secrets.token_urlsafe(16), note]
    return signing.dumps(said, salt=_salt(purpose)).encode()


def spend_challenge(purpose: str, user: User | None, credential: dict[str, Any]) -> tuple[bytes, str]:
    """Return the challenge that an answer is to, with its note; it is used up now, whatever comes of the answer."""
    challenge = _challenge_of(credential)
    try:
        owner, _nonce, note = signing.loads(challenge.decode(), salt=_salt(purpose), max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        raise ChallengeRefused() from None
    if owner != (str(user.pk) if user else ""):
        raise ChallengeRefused()
    try:
        with transaction.atomic():
            SpentChallenge(digest=digest(challenge.decode()), expires_at=timezone.now() + GOOD_FOR).save(
                force_insert=True
            )
    except IntegrityError:
        raise ChallengeRefused() from None
    return challenge, note


def forget_challenges() -> int:
    """Remove what nobody could replay any more."""
    return SpentChallenge.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _challenge_of(credential: dict[str, Any]) -> bytes:
    try:
        data = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
        return websafe_decode(data["challenge"])
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise ChallengeRefused() from None


def _salt(purpose: str) -> str:
    return f"altlas.passkey.{purpose}"
