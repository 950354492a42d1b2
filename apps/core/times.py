"""Times as the API writes them."""

from datetime import UTC, datetime


def stamp(moment: datetime | None) -> str | None:
    """Return a time as RFC 3339 in UTC with milliseconds; None stays None."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
