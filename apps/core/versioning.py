"""The API version: in the URL, and where the client names one in `Accept`, the two must agree (api.md)."""

from typing import Any

from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.utils.mediatypes import _MediaType
from rest_framework.versioning import URLPathVersioning

from apps.core.requests import Request


class UrlAndAcceptVersioning(URLPathVersioning):
    """Reads `/api/v<version>/` and checks it against `Accept: application/json; version=<version>`."""

    def determine_version(self, request: Request, *args: Any, **kwargs: Any) -> str:
        version = kwargs.get(self.version_param) or self.default_version
        if not self.is_allowed_version(version):
            raise NotFound()
        for accepted in request.META.get("HTTP_ACCEPT", "").split(","):
            asked = _MediaType(accepted).params.get("version")
            if asked and asked != version:
                raise NotAcceptable(f"The address speaks version {version}, the Accept header asks for {asked}.")
        return str(version)
