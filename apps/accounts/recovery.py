"""Recovery codes: random, shown once, stored as digests."""

import secrets

from apps.accounts.crypto import digest
from apps.accounts.models import RecoveryCode, User

COUNT, GROUPS, GROUP = 10, 4, 4
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: five bits each, without letters that look like digits
_MEANT = str.maketrans({"o": "0", "i": "1", "l": "1", "-": ""})


def new_codes(user: User) -> list[str]:
    """Replace somebody's recovery codes; return the new ones, which nobody can read again."""
    codes = ["-".join(_group() for _ in range(GROUPS)) for _ in range(COUNT)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=digest(normal(code))) for code in codes)
    return codes


def normal(text: str) -> str:
    """Return a code as it is hashed, however it was typed off a sheet."""
    return text.lower().translate(_MEANT)


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP))
