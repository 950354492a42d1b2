"""Refresh tokens: opaque, good once, stored as a digest. Their form: session, secret, proof, with dots between."""

import hmac
import secrets
from uuid import UUID

from apps.accounts.crypto import derived
from apps.accounts.models import LoginSession

PROOF_LENGTH = 22  # characters, 132 bits


def first_token(session: LoginSession) -> str:
    """Return the first refresh token of a family."""
    return _token(session, secrets.token_urlsafe(32))


def successor(session: LoginSession, token: str) -> str:
    """Return the one that follows `token`: always the same, so that whoever lost the answer gets it again."""
    return _token(session, derived("refresh", token))


def session_id(token: str) -> UUID | None:
    """Return the login session that a token names; None where it has not the form of one."""
    try:
        return UUID(token.partition(".")[0])
    except ValueError:
        return None


def was_ours(token: str) -> bool:
    """Did this server make `token`? Session ids are no secret: only a true old token may end its family."""
    body, _dot, proof = token.rpartition(".")
    return hmac.compare_digest(_proof(body).encode(), proof.encode())


def _token(session: LoginSession, secret: str) -> str:
    body = f"{session.pk.hex}.{secret}"
    return f"{body}.{_proof(body)}"


def _proof(body: str) -> str:
    return derived("refresh-proof", body)[:PROOF_LENGTH]
