"""People with second factors, and an authenticator in software."""

import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from apps.accounts import totp
from apps.accounts.actions import open_login_session
from apps.accounts.factors import begin_totp, confirm_totp
from apps.accounts.models import LoginSession, Totp
from apps.accounts.passkeys import add_passkey, begin_passkey

FLAG = AuthenticatorData.FLAG
USED = FLAG.UP | FLAG.UV


class SoftPasskey:
    """What sits in a phone: one key pair, a counter, and no scruples about saying what a test wants."""

    def __init__(self, *, origin: str | None = None, domain: str | None = None, flags: Any = USED):
        self.origin, self.flags = origin or settings.PASSKEY_ORIGINS[0], flags
        self.domain = domain or settings.PASSKEY_DOMAIN
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.count = 0
        self.user: bytes | None = None

    def make(self, options: dict[str, Any], **client: Any) -> dict[str, Any]:
        """Answer `navigator.credentials.create`."""
        self.user = websafe_decode(options["user"]["id"])
        attested = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(sha256(self.domain.encode()), self.flags | FLAG.AT, self.count, attested)
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options, **client),
            attestationObject=bytes(AttestationObject.create("none", data, {})),
            transports=["internal", "something"],
        )

    def show(self, options: dict[str, Any], **client: Any) -> dict[str, Any]:
        """Answer `navigator.credentials.get`."""
        self.count += 1
        data = AuthenticatorData.create(sha256(self.domain.encode()), self.flags, self.count)
        said = self._client("webauthn.get", options, **client)
        signature = self.key.sign(bytes(data) + sha256(said), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=said, authenticatorData=bytes(data), signature=signature, userHandle=self.user
        )

    def _client(self, kind: str, options: dict[str, Any], **client: Any) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, **client}
        return json.dumps(said).encode()

    def _answer(self, **response: Any) -> dict[str, Any]:
        plain = {name: websafe_encode(value) if isinstance(value, bytes) else value for name, value in response.items()}
        return {
            "id": websafe_encode(self.credential_id),
            "rawId": websafe_encode(self.credential_id),
            "type": "public-key",
            "response": plain,
            "clientExtensionResults": {},
        }


def session_of(user: Any, **fields: Any) -> LoginSession:
    """Return a new, fresh login session."""
    open_login_session(user=user, **fields)
    return LoginSession.objects.filter(user=user).latest("id")


def give_totp(user: Any) -> tuple[str, list[str]]:
    """Set up an app; return its seed and the recovery codes. No code of it counts as used yet."""
    session = LoginSession.objects.filter(user=user, ended_at=None).first() or session_of(user)
    secret = begin_totp(actor=user, session=session)
    codes = confirm_totp(actor=user, session=session, code=code_of(secret))
    Totp.objects.filter(user=user).update(last_step=0)
    return secret, codes or []


def give_passkey(user: Any, session: LoginSession | None = None, *, passwordless: bool = True) -> SoftPasskey:
    """Register a passkey."""
    session = session or LoginSession.objects.filter(user=user, ended_at=None).first() or session_of(user)
    passkey = SoftPasskey()
    options = begin_passkey(actor=user, session=session, passwordless=passwordless)
    add_passkey(actor=user, session=session, name="Telefon", credential=passkey.make(options))
    return passkey


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code that the app shows now, or some steps from now."""
    return totp.code_at(secret, totp.step_now() + steps)
