"""System checks for combinations that do not work: `manage.py check` and `manage.py doctor` show them."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.compatibility)
def combinations(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check settings against each other."""
    found: list[CheckMessage] = []
    if not settings.EMBEDDED and settings.CELERY_BROKER_URL.startswith("memory"):
        found.append(
            Error(
                "Workers of their own need a broker.",
                hint="Set CELERY_BROKER_URL (a Redis Cluster cannot be the broker)."
                if settings.REDIS_CLUSTER
                else "Set REDIS_URL or CELERY_BROKER_URL, or ALTLAS_EMBEDDED=true.",
                id="altlas.E001",
            )
        )
    if not settings.EMBEDDED and not settings.REDIS_URLS:
        found.append(Error("Several processes need Redis between them.", hint="Set REDIS_URL.", id="altlas.E002"))
    if settings.REDIS_CLUSTER and not settings.REDIS_URLS:
        found.append(Error("REDIS_CLUSTER without a node.", hint="Name nodes in REDIS_URL.", id="altlas.E004"))
    return found


@register(Tags.security, deploy=True)
def production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check what must not be so in production (security.md section 2)."""
    found: list[CheckMessage] = []
    if not settings.PRODUCTION:
        return found
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Set DEBUG=false.", id="altlas.E010"))
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS is open or empty.", hint="Name your hosts.", id="altlas.E011"))
    if len(settings.SECRET_KEY) < 50:
        found.append(Error("SECRET_KEY is too short.", hint="Use 50 random characters.", id="altlas.E012"))
    if settings.ALTLAS_ALLOW_OWN_DEMO:
        found.append(
            Error(
                "Commands may fetch the demo files over loopback.", hint="ALTLAS_ALLOW_OWN_DEMO=false", id="altlas.E013"
            )
        )
    if settings.SQLITE:
        found.append(Warning("SQLite serves one process.", hint="Set DATABASE_URL to PostgreSQL.", id="altlas.W010"))
    if settings.LIMITS_FACTOR != 1:
        found.append(Warning("ALTLAS_LIMITS_FACTOR is not 1.", hint="Only load tests raise it.", id="altlas.W011"))
    return found
