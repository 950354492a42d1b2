"""Reads the environment: `config/<ALTLAS_ENV>.env`, the process environment above it, `*_FILE` for secrets."""

import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
ENVIRONMENT: str = env.str("ALTLAS_ENV", default="dev")


def read_environment() -> None:
    """Load the file of this environment; what the process environment already says wins."""
    path = BASE_DIR / "config" / f"{ENVIRONMENT}.env"
    if path.exists():
        environ.Env.read_env(path, overwrite=False)
    for name in [name for name in os.environ if name.endswith("_FILE")]:
        target = name.removesuffix("_FILE")
        if target in SECRETS and not os.environ.get(target):
            os.environ[target] = Path(os.environ[name]).read_text(encoding="utf-8").strip()


SECRETS = {
    "SECRET_KEY",
    "ALTLAS_METRICS_TOKEN",
    "FIELD_ENCRYPTION_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
}


def own_secret(data_dir: Path, name: str) -> str:
    """Return the secret an embedded installation made for itself, making it at the first start."""
    path = data_dir / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process of the same installation was quicker
            return path.read_text(encoding="utf-8")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8")


def passkey_domain(origin: str) -> tuple[str, list[str]]:
    """Return the domain that passkeys are bound to, and the origins that may ask for them.

    Browsers bind no passkey to a bare address; the loopback one has the name `localhost` beside it.
    """
    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        bare = ip_address(host)
    except ValueError:
        return host, [origin]
    if not bare.is_loopback:
        return "", []
    return "localhost", [f"{parts.scheme}://localhost" + (f":{parts.port}" if parts.port else "")]
