"""The one door to the outside: every request to an address that somebody typed goes through `fetch`."""

from apps.core.http.client import fetch
from apps.core.http.errors import OutgoingCancelled, OutgoingError, OutgoingFailed, OutgoingRefused
from apps.core.http.guard import check_address
from apps.core.http.response import Response

__all__ = [
    "OutgoingCancelled",
    "OutgoingError",
    "OutgoingFailed",
    "OutgoingRefused",
    "Response",
    "check_address",
    "fetch",
]
