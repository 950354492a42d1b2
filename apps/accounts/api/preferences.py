"""`/users/me/preferences`, `/users/me/blocks` and `/users/{id}/presence`."""

import re
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.blocks import block_person, unblock_person
from apps.accounts.models import Block, User
from apps.accounts.preferences import put_preferences
from apps.accounts.preferences_serializers import (
    BlockSerializer,
    PreferencesInput,
    PreferencesSerializer,
    PresenceSerializer,
)
from apps.accounts.presence import presence_of
from apps.accounts.reach import preferences_of
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, single, valid
from apps.core.rules import signed_in


class PreferencesViewSet(ApiViewSet):
    @signed_in("account:read")
    @extend_schema(
        summary="Read my preferences",
        description="One document for all devices. Answers an ETag.",
        responses=PreferencesSerializer,
        operation_id="users_me_preferences",
    )
    def retrieve(self, request: Request, version: str) -> Response:
        mine = preferences_of(request.user)
        return single(request, mine, PreferencesSerializer(mine))

    @signed_in("account:write")
    @extend_schema(
        summary="Change my preferences",
        description=(
            "What is not named stays as it is; `client` is replaced as a whole. With `If-Match` a change made on an "
            "older version is refused: 412 `object.stale`, with `current` (as it is) and `sent` (as you wished). Other "
            "devices hear `preferences.updated`."
        ),
        request=PreferencesInput,
        responses=PreferencesSerializer,
        operation_id="users_me_preferences_change",
    )
    def update(self, request: Request, version: str) -> Response:
        data = valid(PreferencesInput, request)
        mine = put_preferences(actor=request.user, seen=self._seen(request), **data)
        return single(request, mine, PreferencesSerializer(mine))

    @staticmethod
    def _seen(request: Request) -> set[int] | None:
        """Return the versions that `If-Match` names; None where anything will do."""
        tags = request.headers.get("If-Match", "*")
        if tags.strip() == "*":
            return None
        return {int(one) for one in re.findall(rf'"{request.user.pk}-([0-9]{{1,9}})"', tags)}


class PresenceViewSet(ApiViewSet):
    @signed_in("users:read")
    @extend_schema(
        summary="Is this person here?",
        description=(
            "`online` or `away` while one of their devices is connected. What they do not show you looks like "
            "`offline`, without `last_seen_at`. People you share a conversation with tell you changes as `presence` "
            "events on `user:<id>`. 404 `object.not_found`."
        ),
        responses=PresenceSerializer,
        operation_id="users_presence",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        user = User.objects.filter(pk=key, is_active=True).first()
        if user is None:
            raise NotFound()
        return Response(presence_of(request.user, user))


class BlockViewSet(ApiViewSet):
    @signed_in("account:read")
    @extend_schema(
        summary="List whom I block",
        description="The newest first.",
        responses=page_of(BlockSerializer),
        operation_id="users_me_blocks_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = Block.objects.filter(blocker=request.user).select_related("blocked")
        page = CursorPage(request, rows, ("created_at", "id"))
        return page.response(lambda rows: BlockSerializer(rows, many=True).data)

    @signed_in("account:read")
    @extend_schema(
        summary="Do I block this person?",
        description="404 `object.not_found` where not.",
        responses=BlockSerializer,
        operation_id="users_me_blocks_read",
    )
    def retrieve(self, request: Request, version: str, user_id: UUID) -> Response:
        block = Block.objects.filter(blocker=request.user, blocked=user_id).select_related("blocked").first()
        if block is None:
            raise NotFound()
        return Response(BlockSerializer(block).data)

    @signed_in("account:write")
    @extend_schema(
        summary="Block a person",
        description=(
            "They can no longer write to you where only the two of you are, nor see your picture, presence, last "
            "seen, typing and receipts; you cannot write to them either. In groups both go on seeing what is said. "
            "They are not told. Twice is no error. 422 `block.oneself`, 409 `block.too_many` (1,000)."
        ),
        request=None,
        responses=BlockSerializer,
        operation_id="users_me_blocks_add",
    )
    def update(self, request: Request, version: str, user_id: UUID) -> Response:
        return Response(BlockSerializer(block_person(actor=request.user, user_id=user_id)).data)

    @signed_in("account:write")
    @extend_schema(
        summary="No longer block a person",
        description="Twice is no error.",
        responses={204: None},
        operation_id="users_me_blocks_remove",
    )
    def destroy(self, request: Request, version: str, user_id: UUID) -> Response:
        unblock_person(actor=request.user, user_id=user_id)
        return Response(status=204)
