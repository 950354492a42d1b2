"""Reads about second factors."""

from dataclasses import dataclass

from django.db.models import QuerySet

from apps.accounts.crypto import decrypt
from apps.accounts.models import Method, Passkey, Totp, User


@dataclass(frozen=True)
class Factors:
    """What somebody has beside their password."""

    totp: Totp | None
    passkeys: int
    codes_left: int
    codes_total: int

    @property
    def any(self) -> bool:
        return self.totp is not None or self.passkeys > 0

    @property
    def methods(self) -> list[str]:
        """How a second factor can be shown."""
        found = [
            (Method.TOTP, self.totp is not None),
            (Method.PASSKEY, self.passkeys > 0),
            (Method.RECOVERY_CODE, self.codes_left > 0),
        ]
        return [method.value for method, there in found if there]


def factors_of(user: User) -> Factors:
    """Return everything somebody can show."""
    codes = list(user.recovery_codes.values_list("used_at", flat=True))
    return Factors(
        totp=Totp.objects.filter(user=user).exclude(secret="").first(),
        passkeys=user.passkeys.count(),
        codes_left=codes.count(None),
        codes_total=len(codes),
    )


def has_second_factor(user: User) -> bool:
    """Has somebody an app or a passkey? Recovery codes alone are none."""
    return Totp.objects.filter(user=user).exclude(secret="").exists() or user.passkeys.exists()


def waiting_secret(user: User) -> str | None:
    """Return the seed of an app that waits for its first code."""
    totp = Totp.objects.filter(user=user).exclude(pending_secret="").first()
    return decrypt(totp.pending_secret) if totp else None


def passkeys_of(user: User) -> QuerySet[Passkey]:
    """Return somebody's passkeys, the oldest first."""
    return Passkey.objects.of(user)
