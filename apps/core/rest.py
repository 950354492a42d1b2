"""What every REST endpoint shares: base view, serializers that refuse unknown fields, ETags."""

import re
import threading
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar, TypeVar
from unicodedata import category

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.fields import empty
from rest_framework.request import Request as RestRequest
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.validators import ProhibitSurrogateCharactersValidator
from rest_framework.viewsets import ViewSet

from apps.core.problems import Problem, Stale
from apps.core.requests import Request
from apps.core.strictjson import dumps
from apps.core.whence import acts

Valid = dict[str, Any]
UNKNOWN_FIELD = _("There is no such field.")
S = TypeVar("S", bound=serializers.BaseSerializer)


class Input(serializers.Serializer):
    """The body of a request: fixed fields, anything else is refused."""

    _given: Any = None  # what is being read

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and not self.fields.keys() >= data.keys():
            unknown = sorted(set(map(force_str, data)) - set(self.fields))
            raise serializers.ValidationError(
                {
                    name: serializers.ErrorDetail(force_str(_("There is no such field.")), code="unknown")
                    for name in unknown
                }
            )
        self._given = data
        return super().to_internal_value(data)

    @property
    def _writable_fields(self) -> Iterator[serializers.Field]:
        """Of an object, only what is there or must be: DRF asks every other field just to hear that it is not."""
        given = self._given
        for field in self._writable:
            if type(given) is not dict or field.field_name in given or field.required or field.default is not empty:
                yield field

    @cached_property
    def _writable(self) -> list[serializers.Field]:
        return [field for field in self.fields.values() if not field.read_only]


class _NoSurrogates(ProhibitSurrogateCharactersValidator):
    """The same refusal; DRF looks at every letter in Python to find what encoding finds at once."""

    def __call__(self, value: Any) -> None:
        try:
            str(value).encode()
        except UnicodeEncodeError:
            super().__call__(value)


class StrictCharField(serializers.CharField):
    """A text; numbers and booleans are not silently turned into one."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        stock = ProhibitSurrogateCharactersValidator
        self.validators = [_NoSurrogates() if type(one) is stock else one for one in self.validators]

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


# Marks that turn the direction of the text after them (Unicode, UAX 9): a name must not change how others are read.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class NameField(StrictCharField):
    """What something is called: one line, with something to see in it."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "unseen": _("A name is one line of visible characters."),
    }

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if any(category(letter) == "Cc" or letter in _TURNING for letter in name) or (name and not is_seen(name)):
            self.fail("unseen")
        return name


def is_seen(text: str) -> bool:
    """Is there anything to see in a text?"""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def valid(serializer: type[serializers.Serializer], data: Any, **kwargs: Any) -> Valid:
    """Return the validated fields of a request, socket frame or mapping; raise ValidationError otherwise."""
    source = data.data if isinstance(data, RestRequest) else data
    if not kwargs:
        return _checked(_reader(serializer), source)
    checked = serializer(data=source, **kwargs)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


_readers = threading.local()


def _reader(serializer: type[serializers.Serializer]) -> serializers.Serializer:
    """Return this thread's reader of a kind: a serializer copies all its fields when it is made, 100 µs for a message.

    It is used as DRF uses the child of a list, for one thing after the other; nothing of one stays for the next.
    """
    known: dict[type, serializers.Serializer] = _readers.__dict__.setdefault("known", {})
    if serializer not in known:
        known[serializer] = serializer()
    return known[serializer]


def _checked(reader: serializers.Serializer, source: Any) -> Valid:
    try:
        return dict(reader.run_validation(source))
    except serializers.ValidationError as error:
        if isinstance(error.detail, list):  # of the whole body
            raise serializers.ValidationError({api_settings.NON_FIELD_ERRORS_KEY: error.detail}) from None
        raise


def valid_query(serializer: type[serializers.Serializer], request: Request) -> Valid:
    """Return the validated query parameters, unknown ones refused."""
    return valid(serializer, {name: request.query_params[name] for name in request.query_params})


class ApiViewSet(ViewSet):
    """Base of all endpoints: explicit methods, no model magic."""

    request: Request

    def perform_authentication(self, request: Any) -> None:
        """Find out who asks, and count the request at once: whoever is refused afterwards has been counted too."""
        try:
            super().perform_authentication(request)
        except (Problem, APIException):
            request.user, request.auth = AnonymousUser(), None
            super().check_throttles(request)
            raise
        if request.user.is_authenticated:
            acts(request.user, request.auth)
        super().check_throttles(request)

    def check_throttles(self, request: Any) -> None:
        """Nothing is left to do: see `perform_authentication`."""

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        response["API-Version"] = getattr(request, "version", None) or "1"
        return response


def etag_of(instance: models.Model) -> str:
    """Return the entity tag of an object with a `version` column."""
    return f'"{instance.pk}-{instance.version}"'  # type: ignore[attr-defined]


def single(request: Request, instance: models.Model, serializer: serializers.BaseSerializer) -> Response:
    """Answer one object with its ETag; 304 without rendering where the client has it already."""
    tag = etag_of(instance)
    if tag in (part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")):
        return Response(status=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})
    return Response(serializer.data, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def tagged(request: Request, answer: Response) -> Response:
    """Give a list the ETag of its body, and answer 304 where the client has it: whatever changed, it is right."""
    body = dumps(answer.data)
    tag = f'W/"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in (part.strip() for part in request.headers.get("If-None-Match", "").split(",")):
        return Response(status=304, headers=headers)
    vars(answer)["written"] = body  # not written twice: `OrjsonRenderer`
    for name, value in headers.items():
        answer[name] = value
    return answer


def unvalidated(instance: models.Model, serializer: serializers.BaseSerializer) -> Response:
    """Answer one object whose JSON also tells what its `version` does not count: a tag for `If-Match`, never a 304."""
    return Response(serializer.data, headers={"ETag": etag_of(instance)})


def validated(request: Request, instance: models.Model, body: Any) -> Response:
    """Answer one object whose JSON tells more than its `version` counts: the tag names the version and the content."""
    tag = f'{etag_of(instance)[:-1]}.{sha256(dumps(body)).hexdigest()[:12]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in (part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")):
        return Response(status=304, headers=headers)
    return Response(body, headers=headers)


def seen_version(request: Request, instance: models.Model) -> int | None:
    """Return which version of an object the client says it saw (`If-Match`); 0 for a tag of something else."""
    wanted = request.headers.get("If-Match")
    if not wanted or wanted.strip() == "*":
        return None
    tags = re.findall(r'"([0-9a-f-]{36})-([0-9]{1,9})(?:\.[0-9a-f]+)?"', wanted)
    return max((int(version) for key, version in tags if key == str(instance.pk)), default=0)


def check_if_match(request: Request, instance: models.Model) -> None:
    """Refuse a stale edit with 412 where the client says which version it saw."""
    wanted = request.headers.get("If-Match")
    if wanted and wanted != "*" and etag_of(instance) not in (part.strip() for part in wanted.split(",")):
        raise Stale()
