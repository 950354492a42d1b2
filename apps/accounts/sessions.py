"""The cookie session's store: Django's own, which asks the database for nothing that cannot be a key of ours."""

import re

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Sessions in the database. A quoted cookie may hold any character, a NUL too, which PostgreSQL refuses."""

    def _validate_session_key(self, key: str | None) -> bool:
        return re.fullmatch(r"[a-z0-9]{32}", key or "") is not None
