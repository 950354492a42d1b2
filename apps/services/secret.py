"""The secrets that services and this installation share, encrypted at rest."""

from django.utils import timezone

from apps.accounts.crypto import decrypt, encrypt
from apps.services.models import Service
from apps.services.signing import new_secret


def give_secret(service: Service) -> str:
    """Put a fresh secret into the row (not stored yet) and return it."""
    text = new_secret()
    service.secret = encrypt(text)
    return text


def secrets_of(service: Service) -> list[str]:
    """Return the secrets that are good now, the newest first."""
    found = [decrypt(service.secret)]
    if service.previous_secret and service.previous_until and service.previous_until > timezone.now():
        found.append(decrypt(service.previous_secret))
    return found
