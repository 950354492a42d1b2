"""The types of requests, with what middleware and authentication add to them. For annotations only."""

from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request as RestRequest


class SiteRequest(HttpRequest):
    """A request after the middleware."""

    request_id: str
    client_address: str
    login_session: Any
    rate_limit: Any  # Counted
    LANGUAGE_CODE: str


class Request(RestRequest):
    """A request at an API endpoint: `user` is a User (or anonymous), `auth` the LoginSession or ApiKey."""

    user: Any
    auth: Any
    _request: SiteRequest
