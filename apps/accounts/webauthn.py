"""WebAuthn by the `fido2` library: what a browser is asked, and whether its answer holds.

Always with user verification (a finger, a face, a PIN): a passkey is then two factors in one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from apps.accounts.models import Passkey, User
from apps.accounts.problems import PasskeysUnavailable
from apps.core.permissions import require

REQUIRED = UserVerificationRequirement.REQUIRED
TRANSPORTS = {one.value for one in AuthenticatorTransport}


class AnswerRefused(Exception):
    """What the browser sent does not hold."""


@dataclass(frozen=True)
class Registered:
    """A new credential, verified."""

    credential_id: str
    credential: bytes
    sign_count: int
    transports: list[str]


def creation_options(user: User, challenge: bytes, *, passwordless: bool) -> dict[str, Any]:
    """Return what `navigator.credentials.create` is given; one device does not get a second passkey."""
    options, _state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=user.pk.bytes, name=user.username, display_name=user.name),
        credentials=_descriptors(user.passkeys.all()),
        resident_key_requirement=(
            ResidentKeyRequirement.REQUIRED if passwordless else ResidentKeyRequirement.DISCOURAGED
        ),
        user_verification=REQUIRED,
        challenge=challenge,
    )
    return _plain(options)


def request_options(challenge: bytes, passkeys: Iterable[Passkey] | None) -> dict[str, Any]:
    """Return what `navigator.credentials.get` is given; None lets the person choose among all they have for us."""
    known = None if passkeys is None else _descriptors(passkeys)
    options, _state = _server().authenticate_begin(known, user_verification=REQUIRED, challenge=challenge)
    return _plain(options)


def verified_registration(challenge: bytes, credential: dict[str, Any]) -> Registered:
    """Check the answer to `creation_options`."""
    try:
        data = _server().register_complete(_state(challenge), credential)
        attested = data.credential_data
        assert attested is not None
    except PasskeysUnavailable:
        raise
    except Exception as error:  # whatever the parsers of CBOR, COSE and JSON raise on hostile bytes
        raise AnswerRefused(type(error).__name__) from error
    named = credential["response"].get("transports")
    transports = [one for one in named if one in TRANSPORTS] if isinstance(named, list) else []
    return Registered(websafe_encode(attested.credential_id), bytes(attested), data.counter, sorted(set(transports)))


def verified_assertion(challenge: bytes, credential: dict[str, Any], passkey: Passkey) -> int:
    """Check the answer to `request_options` against one passkey; return the count its authenticator tells."""
    try:
        answer = AuthenticationResponse.from_dict(credential)
        known = AttestedCredentialData(bytes(passkey.credential))
        _server().authenticate_complete(_state(challenge), [known], answer)
        handle = answer.response.user_handle
        if handle and handle != passkey.user_id.bytes:
            raise ValueError("of somebody else")
    except PasskeysUnavailable:
        raise
    except Exception as error:  # as above
        raise AnswerRefused(type(error).__name__) from error
    return answer.response.authenticator_data.counter


def _server() -> Fido2Server:
    require(bool(settings.PASSKEY_DOMAIN), PasskeysUnavailable)
    party = PublicKeyCredentialRpEntity(id=settings.PASSKEY_DOMAIN, name="ALT_LAS")
    return Fido2Server(party, verify_origin=lambda origin: origin in settings.PASSKEY_ORIGINS)


def _state(challenge: bytes) -> dict[str, Any]:
    return {"challenge": websafe_encode(challenge), "user_verification": REQUIRED}


def _descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY,
            id=AttestedCredentialData(bytes(one.credential)).credential_id,
            transports=[AuthenticatorTransport(name) for name in one.transports] or None,
        )
        for one in passkeys
    ]


def _plain(options: Any) -> dict[str, Any]:
    """Return options as JSON has them: texts instead of enumerations."""
    return json.loads(json.dumps(dict(options)["publicKey"]))
