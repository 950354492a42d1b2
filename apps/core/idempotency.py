"""`Idempotency-Key` on creating POSTs: the same key and body replays the first answer (api.md)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.models import IdempotentRequest
from apps.core.problems import Conflict, Invalid, Unprocessable, as_problem
from apps.core.strictjson import dumps, loads

KEPT = timedelta(hours=24)
ABANDONED = timedelta(seconds=60)  # a request that died at work gives its key back after so long
View = Callable[..., Response]


class InProgress(Conflict):
    code = "request.in_progress"


class KeyReused(Unprocessable):
    code = "request.idempotency_key_reused"


def idempotent(view: View) -> View:
    """Replay the answer of a POST that carries a known `Idempotency-Key`."""

    @wraps(view)
    def wrapper(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if not key or not request.user.is_authenticated:
            return view(self, request, *args, **kwargs)
        if len(key) > 255:
            raise Invalid("An Idempotency-Key holds at most 255 characters.")
        digest = sha256(f"{request.method} {request.path}\n".encode() + dumps(request.data)).hexdigest()
        row, first = _claim(request.user, key, digest)
        if not first:
            return _replay(row, digest)
        try:
            response = view(self, request, *args, **kwargs)
        except Exception as error:
            problem = as_problem(error)
            if problem is None or problem.status >= 500:
                row.delete()
            else:
                _store(row, problem.status, problem.as_dict(), problem.headers)
            raise
        kept = {name: response[name] for name in ("Location", "ETag") if name in response}
        _store(row, response.status_code, loads(dumps(response.data)), kept)
        return response

    return wrapper


def _claim(user: Any, key: str, digest: str) -> tuple[IdempotentRequest, bool]:
    now = timezone.now()
    IdempotentRequest.objects.filter(user=user, key=key, created_at__lt=now - KEPT).delete()
    IdempotentRequest.objects.filter(user=user, key=key, status=None, created_at__lt=now - ABANDONED).delete()
    try:
        with transaction.atomic():
            return IdempotentRequest.objects.create(user=user, key=key, digest=digest), True
    except IntegrityError:
        return IdempotentRequest.objects.get(user=user, key=key), False


def _replay(row: IdempotentRequest, digest: str) -> Response:
    if row.digest != digest:
        raise KeyReused("This Idempotency-Key was used with another request.")
    if row.status is None:
        raise InProgress("The first request with this key is still at work.", headers={"Retry-After": "1"})
    return Response(row.body, status=row.status, headers={**row.headers, "Idempotency-Replayed": "true"})


def _store(row: IdempotentRequest, status: int, body: Any, headers: dict[str, str]) -> None:
    IdempotentRequest.objects.filter(pk=row.pk).update(status=status, body=body, headers=headers)
