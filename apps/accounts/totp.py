"""Codes by time (RFC 6238): six digits, 30 seconds, SHA-1, as every authenticator app knows them."""

import hmac
import secrets
import time
from base64 import b32decode, b32encode
from io import BytesIO
from urllib.parse import quote, urlencode

import qrcode
from qrcode.image.svg import SvgPathImage

PERIOD, DIGITS, TOLERANCE = 30, 6, 1  # a step before and after: clocks differ
SECRET_BYTES = 20
ISSUER = "ALT_LAS"


def new_secret() -> str:
    """Return a new seed, as it is typed: Base32."""
    return b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_now() -> int:
    """Return the number of the time step we are in."""
    return int(time.time()) // PERIOD


def code_at(secret: str, step: int) -> str:
    """Return the code of one time step."""
    mac = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, code: str, *, after: int) -> int | None:
    """Return the step near now that `code` belongs to; none up to `after`, whose codes are used up."""
    found = None
    now = step_now()
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        good = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if good and step > after and found is None:
            found = step
    return found


def address_of(secret: str, name: str) -> str:
    """Return the `otpauth:` address that an app reads from the picture."""
    query = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(ISSUER)}:{quote(name)}?{query}"


def picture_of(address: str) -> str:
    """Return the QR code of an address as SVG."""
    buffer = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage).save(buffer)
    return buffer.getvalue().decode()
