"""The text of an API key: `alt_<name>_<secret>_<checksum>`. Scanners know it by its form, and typing errors show."""

import re
import secrets
import string
import zlib

ALPHABET = string.digits + string.ascii_letters
NAME_LENGTH, SECRET_LENGTH, CHECK_LENGTH = 8, 43, 6  # 43 letters of 62 hold 256 bits
PATTERN = re.compile(
    rf"alt_(?P<name>[0-9A-Za-z]{{{NAME_LENGTH}}})_[0-9A-Za-z]{{{SECRET_LENGTH}}}_[0-9A-Za-z]{{{CHECK_LENGTH}}}"
)


def new_name() -> str:
    """Return a new public part, by which a key is found and shown in lists."""
    return _random(NAME_LENGTH)


def new_key(name: str) -> str:
    """Return a new key under a name."""
    body = f"alt_{name}_{_random(SECRET_LENGTH)}"
    return f"{body}_{checksum(body)}"


def name_of(text: str) -> str | None:
    """Return the name of a key; None for what has not the form of one, without asking the database."""
    found = PATTERN.fullmatch(text)
    if found is None or checksum(text.rpartition("_")[0]) != text.rpartition("_")[2]:
        return None
    return found["name"]


def checksum(body: str) -> str:
    """Return the CRC-32 of a text as six letters."""
    number, letters = zlib.crc32(body.encode()), ""
    for _place in range(CHECK_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters += ALPHABET[digit]
    return letters


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(length))
