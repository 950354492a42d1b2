"""Pictures of people: looked at in a process of their own, kept small, under a name that nobody can guess."""

import contextlib
import secrets
import struct
import subprocess
import sys
import threading
from pathlib import Path

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.picture_process import MAX_SECONDS, SIZES
from apps.accounts.problems import PictureInvalid, PictureTooLarge
from apps.core.permissions import require
from apps.core.problems import Invalid, Unavailable, UnsupportedMedia

log = structlog.get_logger(__name__)
MAX_BYTES = 20_000_000  # security.md section 8
FORM_OVERHEAD = 10_000  # what a form wraps around a file
PROGRAM = Path(__file__).with_name("picture_process.py")
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
AT_ONCE = threading.BoundedSemaphore(2)  # decoding takes a processor and up to 512 MB
Crop = tuple[int, int, int]


def make_pictures(content: bytes, crop: Crop | None = None) -> dict[int, bytes]:
    """Return an uploaded picture in every size, made anew from its pixels."""
    require(len(content) <= MAX_BYTES, PictureTooLarge)
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    require(is_webp or content.startswith(MAGIC), UnsupportedMedia, _("A picture is JPEG, PNG, GIF or WebP."))
    found = _run(content, crop)
    if found.startswith(b"!"):
        code = found[1:].decode()
        if code == "crop":
            raise Invalid(errors=[{"pointer": "/crop", "code": "invalid", "detail": _("This is not in the picture.")}])
        raise PictureTooLarge() if code == "too_large" else PictureInvalid()
    pictures = {}
    for size in SIZES:
        (length,) = struct.unpack(">I", found[:4])
        pictures[size], found = found[4 : 4 + length], found[4 + length :]
    return pictures


def keep_pictures(pictures: dict[int, bytes]) -> str:
    """Store pictures; return the random name they have together."""
    key = secrets.token_urlsafe(32)
    for size, content in pictures.items():
        default_storage.save(path_of(key, size), ContentFile(content))
    return key


def forget_pictures(key: str) -> None:
    """Remove the files of a picture after commit."""
    if key:
        transaction.on_commit(lambda: remove_pictures(key), robust=True)


def remove_pictures(key: str) -> None:
    """Remove the files of a picture."""
    for size in SIZES:
        default_storage.delete(path_of(key, size))
    with contextlib.suppress(OSError, NotImplementedError):
        default_storage.delete(f"avatars/{key}")  # the empty folder, where storage has folders


def path_of(key: str, size: int) -> str:
    return f"avatars/{key}/{size}.webp"


def _run(content: bytes, crop: Crop | None) -> bytes:
    arguments = [sys.executable, "-I", str(PROGRAM), *([",".join(map(str, crop))] if crop else [])]
    if not AT_ONCE.acquire(timeout=MAX_SECONDS):
        raise Unavailable()
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            arguments, input=content, capture_output=True, timeout=2 * MAX_SECONDS, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        raise PictureInvalid() from None
    finally:
        AT_ONCE.release()
    if done.returncode:
        log.warning("avatar.decoder_failed", code=done.returncode)
        raise PictureInvalid()
    return done.stdout
