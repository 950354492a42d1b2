"""`/roles`: what people may do here, for those who run the place."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.models import Role
from apps.accounts.people import in_bulk
from apps.accounts.people_selectors import members_of, people, roles_with_counts
from apps.accounts.people_serializers import AdminUserSerializer, BulkSerializer
from apps.accounts.rights import assignable
from apps.accounts.role_serializers import PeopleInput, PermissionSerializer, RoleInput, RoleSerializer
from apps.accounts.roles import change_role, create_role, delete_role, revoke_role
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, unvalidated, valid
from apps.core.rules import permitted, signed_in

SCOPE = "roles:manage"


class RoleViewSet(ApiViewSet):
    @permitted("accounts.view_role", SCOPE)
    @extend_schema(
        summary="List roles",
        description="All of them, the highest first. 403 `permission.denied` without `accounts.view_role`.",
        responses=page_of(RoleSerializer),
        operation_id="roles_list",
    )
    def list(self, request: Request, version: str) -> Response:
        body = RoleSerializer(roles_with_counts(), many=True).data
        return Response({"results": body, "next": None, "previous": None})

    @permitted("accounts.add_role", SCOPE)
    @extend_schema(
        summary="Make a role",
        description=(
            "Below your own level, with permissions that you hold: else 403 `permission.denied`. 409 `role.name_taken`."
        ),
        request=RoleInput,
        responses={201: RoleSerializer},
        operation_id="roles_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        role = create_role(actor=request.user, **valid(RoleInput, request))
        return Response(self._body(role), status=201, headers={"Location": f"/api/v1/roles/{role.pk}"})

    @permitted("accounts.view_role", SCOPE)
    @extend_schema(
        summary="Read a role",
        description="Answers an ETag. 404 `object.not_found`.",
        responses=RoleSerializer,
        operation_id="roles_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        role = get_visible(roles_with_counts(), request.user, key)
        return unvalidated(role, RoleSerializer(role))

    @permitted("accounts.change_role", SCOPE)
    @extend_schema(
        summary="Change a role",
        description=(
            "Only roles below your own level, and only permissions that you hold can be added: else 403. Name and "
            "level of what is built in stay: 409 `role.fixed`; 409 `role.name_taken`; `If-Match`: 412 `object.stale`."
        ),
        request=RoleInput,
        responses=RoleSerializer,
        operation_id="roles_change",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        role = self._role(key)
        check_if_match(request, role)
        data = {"description": "", "permissions": [], "second_factor_required": False, **valid(RoleInput, request)}
        seen = role if request.headers.get("If-Match", "*") != "*" else None
        role = change_role(actor=request.user, role=role, seen=seen, **data)
        role = roles_with_counts().get(pk=role.pk)
        return unvalidated(role, RoleSerializer(role))

    @permitted("accounts.delete_role", SCOPE)
    @extend_schema(
        summary="Delete a role",
        description="Whoever had it has it no longer. 403 at or above your own level, 409 `role.fixed` if built in.",
        responses={204: None},
        operation_id="roles_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        delete_role(actor=request.user, role=self._role(key))
        return Response(status=204)

    @permitted("accounts.view_role", SCOPE)
    @extend_schema(
        summary="List permissions",
        description="Every permission that a role can give.",
        responses=page_of(PermissionSerializer),
        operation_id="roles_permissions",
    )
    def permissions(self, request: Request, version: str) -> Response:
        rows = [{"name": one.name, "label": str(one.label), "app": one.app} for one in assignable()]
        return Response({"results": rows, "next": None, "previous": None})

    @staticmethod
    def _role(key: UUID) -> Role:
        return get_visible(Role.objects.all(), None, key)

    @staticmethod
    def _body(role: Role) -> dict:
        return RoleSerializer(roles_with_counts().get(pk=role.pk)).data


class RoleMemberViewSet(ApiViewSet):
    @permitted("accounts.view_user", SCOPE)
    @extend_schema(
        summary="List who has a role",
        description="The newest account first; everybody has the role `member`.",
        responses=page_of(AdminUserSerializer),
        operation_id="role_members_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        role = get_visible(Role.objects.all(), request.user, key)
        page = CursorPage(request, members_of(role), ("date_joined", "id"))
        return page.response(lambda rows: AdminUserSerializer(rows, many=True).data)

    @permitted("accounts.grant_role", SCOPE)
    @extend_schema(
        summary="Give people a role",
        description=(
            "Up to 100 at once, each with a status of their own. Nobody gives a role at or above their own level, one "
            "with permissions they do not hold, or to people at or above their own level: 403 `permission.denied`."
        ),
        request=PeopleInput,
        responses=BulkSerializer,
        operation_id="role_members_add",
    )
    def create(self, request: Request, version: str, key: UUID) -> Response:
        get_visible(Role.objects.all(), request.user, key)
        ids = valid(PeopleInput, request)["users"]
        return Response({"results": in_bulk(actor=request.user, action="add_role", ids=ids, role=key)})

    @signed_in(SCOPE)
    @extend_schema(
        summary="Take a role from somebody",
        description=(
            "Or lay down one's own, which everybody may. 403 at or above your level, 404 where you see no roles or "
            "people, 409 `role.last_owner` for the last owner."
        ),
        responses={204: None},
        operation_id="role_members_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        actor = request.user
        roles = Role.objects.all() if actor.has_perm("accounts.view_role") else Role.objects.of(actor)
        seen = people() if actor.has_perm("accounts.grant_role") else people().filter(pk=actor.pk)
        role, user = get_visible(roles, actor, key), get_visible(seen, actor, user_id)
        revoke_role(actor=actor, role=role, user=user)
        return Response(status=204)
