"""`/permissions` and what concerns oneself: may I, and what am I here?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.models import Role, User
from apps.accounts.object_rights import grant_on_object, take_back_on_object
from apps.accounts.people_selectors import allowed_objects
from apps.accounts.rights import Right, catalogue, kinds, names_held
from apps.accounts.role_serializers import (
    CheckInput,
    CheckSerializer,
    GrantInput,
    PermissionsSerializer,
    RoleStubSerializer,
    role_stub,
)
from apps.core.openapi import page_of
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in


class PermissionViewSet(ApiViewSet):
    @signed_in("account:read")
    @extend_schema(
        summary="List my roles",
        description="The highest first; everybody has `member`.",
        responses=page_of(RoleStubSerializer),
        operation_id="users_me_roles",
    )
    def roles(self, request: Request, version: str) -> Response:
        rows = [role_stub(role) for role in Role.objects.of(request.user)]
        return Response({"results": rows, "next": None, "previous": None})

    @signed_in("account:read")
    @extend_schema(
        summary="List my permissions",
        description="What my roles give me. Rights on single objects: `POST /permissions/check`.",
        responses=PermissionsSerializer,
        operation_id="users_me_permissions",
    )
    def mine(self, request: Request, version: str) -> Response:
        return Response({"permissions": names_held(request.user)})

    @signed_in("account:read")
    @extend_schema(
        summary="May I?",
        description=(
            "Without an object: do my roles give me this? With one, or with up to 100 in `objects`: may I do this to "
            "it? What I may not see answers like what does not exist: not allowed. Types are `conversations`, "
            "`messages`, `groups`, `users`, `commands`; an unknown permission is 400 `request.invalid`."
        ),
        request=CheckInput,
        responses=CheckSerializer,
        operation_id="permissions_check",
    )
    def ask(self, request: Request, version: str) -> Response:
        data = valid(CheckInput, request)
        found = catalogue[data["permission"]]
        if "objects" in data:
            return Response({"results": self._many(request, found, data["objects"])})
        if "object" in data:
            allowed = self._many(request, found, [data["object"]])[0]["allowed"]
        else:
            allowed = found.assignable and request.user.has_perm(found.name)
        return Response({"permission": found.name, "allowed": allowed})

    @staticmethod
    def _many(request: Request, found: Right, asked: list[dict]) -> list[dict]:
        allowed: set[UUID] = allowed_objects(request.user, found, (one["id"] for one in asked))
        return [{"type": one["type"], "id": str(one["id"]), "allowed": one["id"] in allowed} for one in asked]


class GrantViewSet(ApiViewSet):
    @signed_in("account:write")
    @extend_schema(
        summary="Give a right on one object",
        description=(
            "To a person, or to everybody who has a role. Only what you may do there by yourself, and only to whom the "
            "object is not hidden: else 403 `permission.denied` or 404. Twice is no error."
        ),
        request=GrantInput,
        responses={204: None},
        operation_id="permissions_grant",
    )
    def create(self, request: Request, version: str) -> Response:
        return self._act(request, grant_on_object)

    @signed_in("account:write")
    @extend_schema(
        summary="Take back a right on one object",
        description="As it was given. Taking back what was not given is no error.",
        request=GrantInput,
        responses={204: None},
        operation_id="permissions_take_back",
    )
    def take_back(self, request: Request, version: str) -> Response:
        return self._act(request, take_back_on_object)

    @staticmethod
    def _act(request: Request, act: Callable[..., None]) -> Response:
        data = valid(GrantInput, request)
        found = catalogue[data["permission"]]
        thing = get_visible(kinds[data["object"]["type"]].visible(request.user), request.user, data["object"]["id"])
        if "role" in data:
            to: Any = get_visible(Role.objects.all(), request.user, data["role"])
        else:
            to = get_visible(User.objects.filter(is_active=True), request.user, data["user"])
        act(actor=request.user, right=found, thing=thing, to=to)
        return Response(status=204)
