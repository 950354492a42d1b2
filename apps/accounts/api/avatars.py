"""Pictures of people."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.response import Response

from apps.accounts.avatars import MAX_BYTES, SIZES, Crop, path_of
from apps.accounts.models import User
from apps.accounts.problems import PictureTooLarge
from apps.accounts.profile_picture import remove_avatar, set_avatar
from apps.accounts.serializers import MeSerializer
from apps.core.permissions import require
from apps.core.problems import Invalid, NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, Input, single, valid_query
from apps.core.rules import everyone, signed_in


class PictureParser(BaseParser):
    """Reads the bytes of a picture as they are. What they claim to be does not matter: they are looked at."""

    media_type = "image/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return stream.read(MAX_BYTES + 1)


def sent_picture(request: Request) -> bytes:
    """Return the bytes of the picture that a request brings, as its body or as `file` of a form."""
    if isinstance(request.data, bytes):
        return request.data
    files = getattr(request, "FILES", {})
    if list(files) != ["file"]:
        raise Invalid(errors=[{"pointer": "/file", "code": "required", "detail": "A picture is needed."}])
    require(files["file"].size <= MAX_BYTES, PictureTooLarge)
    return files["file"].read()


class CropQuery(Input):
    crop = serializers.RegexField(
        r"^[0-9]{1,5},[0-9]{1,5},[0-9]{1,5}\Z", required=False, help_text="left,top,side in pixels; default the middle"
    )


def sent_crop(request: Request) -> Crop | None:
    """Return what of a picture is wanted, where a request says so."""
    crop = valid_query(CropQuery, request).get("crop")
    if not crop:
        return None
    left, top, side = map(int, crop.split(","))
    return left, top, side


class PictureQuery(Input):
    v = serializers.CharField(max_length=43, help_text="as `avatar_url` has it")


class AvatarViewSet(ApiViewSet):
    parser_classes = (PictureParser, MultiPartParser)
    throttle_name = "uploads"

    @signed_in("account:write")
    @extend_schema(
        summary="Set my picture",
        description=(
            "The bytes of a JPEG, PNG, GIF or WebP of at most 20 MB, 50 million pixels and 12,000 on a side, as the "
            "body or as `file` of a form. It is made anew, square, without what cameras write into it. 400 "
            "`avatar.invalid`, 413 `avatar.too_large`, 415 `request.unsupported_media_type`; 60 a minute."
        ),
        parameters=[CropQuery],
        request={"image/*": OpenApiTypes.BINARY},
        responses=MeSerializer,
        operation_id="users_me_avatar_set",
    )
    def update(self, request: Request, version: str) -> Response:
        crop = sent_crop(request)
        user = set_avatar(actor=request.user, content=sent_picture(request), crop=crop)
        return single(request, user, MeSerializer(user))

    @signed_in("account:write")
    @extend_schema(
        summary="Remove my picture",
        description="Its files are removed too. Twice is no error.",
        responses={204: None},
        operation_id="users_me_avatar_remove",
    )
    def destroy(self, request: Request, version: str) -> Response:
        remove_avatar(actor=request.user)
        return Response(status=204)


class AnyAccept(BaseContentNegotiation):
    """A picture is a picture, whatever `Accept` says."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class PictureViewSet(ApiViewSet):
    """Open to whoever has the address: it holds 256 random bits that only those get who see the person."""

    authentication_classes: list = []
    content_negotiation_class = AnyAccept
    throttle_name = "picture"

    @everyone()
    @extend_schema(
        summary="Read a person's picture",
        description=(
            "`avatar_url` of a person is such an address; `v` changes with the picture, so it may be kept for ever. "
            "Sizes are 64, 128, 256 and 512. 404 `object.not_found` for another size or version."
        ),
        parameters=[PictureQuery],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
        operation_id="users_avatar",
    )
    def retrieve(self, request: Request, version: str, key: UUID, size: int) -> HttpResponse:
        wanted = request.query_params.get("v", "")
        user = User.objects.filter(pk=key).only("avatar", "deletes_at", "erased_at").first()
        require(user is not None and size in SIZES and bool(user.avatar) and not user.is_gone, NotFound)
        require(constant_time_compare(wanted.encode(), user.avatar.encode()), NotFound)  # type: ignore[union-attr]
        try:
            with default_storage.open(path_of(user.avatar, size)) as file:  # type: ignore[union-attr]
                content = file.read()
        except FileNotFoundError:
            raise NotFound() from None
        return HttpResponse(
            content,
            content_type="image/webp",
            headers={
                "Cache-Control": "public, max-age=31536000, immutable",
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "sandbox; default-src 'none'",
            },
        )
