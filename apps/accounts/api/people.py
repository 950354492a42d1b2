"""`/users` for those who administer people."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.leaving import delete_user
from apps.accounts.models import User
from apps.accounts.people import change_user, create_user, in_bulk
from apps.accounts.people_selectors import people, people_list
from apps.accounts.people_serializers import (
    AdminUserSerializer,
    BulkInput,
    BulkSerializer,
    ChangeUserInput,
    CreateUserInput,
    DeletionSerializer,
    PeopleQuery,
)
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, unvalidated, valid, valid_query
from apps.core.rules import permitted

SCOPE = "users:manage"


class PeopleViewSet(ApiViewSet):
    @permitted("accounts.view_user", SCOPE)
    @extend_schema(
        summary="List accounts",
        description=(
            "For whoever holds `accounts.view_user` (else 403). `q` is the beginning of a word of a name, or of an "
            "address; `role` the id of a role; `order` one of `-date_joined`, `date_joined`, `username`, `-username`."
        ),
        parameters=[PeopleQuery],
        responses=page_of(AdminUserSerializer),
        operation_id="users_list",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(PeopleQuery, request)
        order = query.get("order", "-date_joined")
        rows = people_list(q=query.get("q", ""), role=query.get("role"), is_active=query["is_active"])
        page = CursorPage(request, rows, (order.removeprefix("-"), "id"), ascending=not order.startswith("-"))
        return page.response(lambda rows: AdminUserSerializer(rows, many=True).data)

    @permitted("accounts.add_user", SCOPE)
    @extend_schema(
        summary="Make an account for somebody",
        description=(
            "Without a password they get a mail that lets them set one. 409 `user.name_taken`, `user.address_taken`; "
            "403 where a role stands at or above your own level; 404 where there is no such role."
        ),
        request=CreateUserInput,
        responses={201: AdminUserSerializer},
        operation_id="users_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(CreateUserInput, request)
        user = create_user(actor=request.user, language=getattr(request, "LANGUAGE_CODE", None), **data)
        body = AdminUserSerializer(people().get(pk=user.pk)).data
        return Response(body, status=201, headers={"Location": f"/api/v1/users/{user.pk}"})

    @permitted("accounts.change_user", SCOPE)
    @extend_schema(
        summary="Change an account",
        description=(
            "Nobody acts on people at or above their own level: 403. `is_active: false` ends everything the person is "
            "signed in with. 409 `user.name_taken`, `user.address_taken`, `role.last_owner`; 412 `object.stale`."
        ),
        request=ChangeUserInput,
        responses=AdminUserSerializer,
        operation_id="users_change",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        return self._change(request, key, {"display_name": "", **valid(ChangeUserInput, request)})

    @permitted("accounts.change_user", SCOPE)
    @extend_schema(
        summary="Change a part of an account",
        description="Only what is named changes; else as `PUT`.",
        request=ChangeUserInput,
        responses=AdminUserSerializer,
        operation_id="users_change_partly",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        return self._change(request, key, valid(ChangeUserInput, request, partial=True))

    @permitted("accounts.delete_user", SCOPE)
    @extend_schema(
        summary="Delete an account",
        description=(
            "Disabled at once; others see “Deleted account” from now on. After the grace (14 days) everything personal "
            "is erased, and what was said stays without a name; until then `PATCH {is_active: true}` undoes it. 403 "
            "at or above your own level and for your own account (`DELETE /users/me`), 409 `role.last_owner`."
        ),
        responses={202: DeletionSerializer},
        operation_id="users_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        user = delete_user(actor=request.user, user=get_visible(people(), request.user, key))
        return Response(DeletionSerializer(user).data, status=202)

    @permitted("accounts.view_user", SCOPE)
    @extend_schema(
        summary="Act on many accounts",
        description=(
            "Up to 100, each with a status of its own: 200, or why not (`code`). `deactivate` and `activate` want "
            "`accounts.change_user`, `delete` `accounts.delete_user`, `add_role` and `remove_role` "
            "`accounts.grant_role`."
        ),
        request=BulkInput,
        responses=BulkSerializer,
        operation_id="users_bulk",
    )
    def bulk(self, request: Request, version: str) -> Response:
        return Response({"results": in_bulk(actor=request.user, **valid(BulkInput, request))})

    @staticmethod
    def _change(request: Request, key: UUID, data: dict[str, Any]) -> Response:
        user: User = get_visible(people(), request.user, key)
        check_if_match(request, user)
        seen = user if request.headers.get("If-Match", "*") != "*" else None
        change_user(actor=request.user, user=user, seen=seen, **data)
        changed = people().get(pk=key)
        return unvalidated(changed, AdminUserSerializer(changed))
