"""`/users`: people."""

from uuid import UUID

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.response import Response

from apps.accounts.actions import update_profile
from apps.accounts.hierarchy import may
from apps.accounts.models import User
from apps.accounts.people_selectors import people
from apps.accounts.people_serializers import AdminUserSerializer
from apps.accounts.reach import hidden_from
from apps.accounts.selectors import found_elsewhere, people_matching
from apps.accounts.serializers import FoundSerializer, MeSerializer, ProfileInput, SearchQuery, UserSerializer
from apps.core.openapi import page_of
from apps.core.pagination import page_limit
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, single, unvalidated, valid, valid_query
from apps.core.rules import signed_in


class UserViewSet(ApiViewSet):
    @signed_in("account:read", away=True, always=True)
    @extend_schema(summary="Read my profile", description="Answers an ETag.", responses=MeSerializer,
                   operation_id="users_me")  # fmt: skip
    def me(self, request: Request, version: str) -> Response:
        return single(request, request.user, MeSerializer(request.user))

    @signed_in("account:write", always=True)
    @extend_schema(
        summary="Change my profile",
        description="Only what is named changes. `If-Match` refuses a stale edit (412 `object.stale`).",
        request=ProfileInput,
        responses=MeSerializer,
        operation_id="users_me_change",
    )
    def change_me(self, request: Request, version: str) -> Response:
        data = valid(ProfileInput, request)
        check_if_match(request, request.user)
        seen = request.user if request.headers.get("If-Match", "*") != "*" else None
        user = update_profile(actor=request.user, seen=seen, **data)
        return single(request, user, MeSerializer(user))

    @signed_in("users:read")
    @extend_schema(
        summary="Read a person",
        description=(
            "As everybody sees them; all of the account to whoever holds `accounts.view_user`. 404 `object.not_found`."
        ),
        responses=PolymorphicProxySerializer(
            component_name="UserOrAccount",
            serializers=[AdminUserSerializer, UserSerializer],
            resource_type_field_name=None,
        ),
        operation_id="users_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        if may(request.user, "accounts.view_user"):
            account = get_visible(people(), request.user, key)
            return unvalidated(account, AdminUserSerializer(account))
        user = User.objects.filter(pk=key, is_active=True).first()
        if user is None:
            raise NotFound()
        if hidden := hidden_from(request.user.pk, [user.pk]):
            # Without a tag: the person's version does not count who is shown what.
            return Response(UserSerializer(user, context={"hidden": hidden}).data)
        return single(request, user, UserSerializer(user))


class SearchViewSet(ApiViewSet):
    throttle_name = "search"

    @signed_in("users:read")
    @extend_schema(
        summary="Search people and groups",
        description=(
            "People by the beginning of any word of a name, and your conversations by theirs; İ, I, ı and i count as "
            "one letter. At most 20 of each; 60 searches a minute."
        ),
        parameters=[SearchQuery],
        responses=page_of(FoundSerializer),
        operation_id="users_search",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(SearchQuery, request)
        limit = min(page_limit(request), 20)
        people = people_matching(request.user, query["q"], limit)
        hidden = {"hidden": hidden_from(request.user.pk, [person.pk for person in people])}
        hits = [{"type": "user", "user": UserSerializer(person, context=hidden).data} for person in people]
        hits += found_elsewhere(request.user, query["q"], limit)
        return Response({"results": hits, "next": None, "previous": None})
