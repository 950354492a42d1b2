"""Reads for those who administer people and roles, and the answer to "may I?"."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from apps.accounts.grants import load_grants
from apps.accounts.models import MEMBER, LoginSession, Role, RoleMember, User
from apps.accounts.rights import Right, kinds
from apps.core.text import fold


def people() -> QuerySet[User]:
    """Return accounts with all that administrators are shown, in a constant number of queries."""
    sessions = LoginSession.objects.filter(user=OuterRef("pk")).order_by("-last_seen_at")
    roles = RoleMember.objects.select_related("role").order_by("-role__level", "role__name")
    return (
        User.objects.filter(erased_at=None)
        .annotate(seen_at=Subquery(sessions.values("last_seen_at")[:1]))
        .prefetch_related(Prefetch("role_members", queryset=roles))
    )


def people_list(*, q: str = "", role: UUID | None = None, is_active: bool | None = None) -> QuerySet[User]:
    """Return the accounts that match: by the beginning of a word of a name, or of an address."""
    rows = people()
    if q.strip():
        key = fold(q).strip()
        names = Q(search_name__startswith=key) | Q(search_name__contains=f" {key}") if key else Q()
        rows = rows.filter(names | Q(email__startswith=q.strip().lower()))
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    if role is not None:
        everybodys = Role.objects.filter(pk=role, name=MEMBER, is_builtin=True).exists()
        rows = rows if everybodys else rows.filter(pk__in=RoleMember.objects.filter(role=role).values("user"))
    return rows


def roles_with_counts() -> QuerySet[Any]:
    """Return all roles, the highest first, with how many people have each."""
    everybody = User.objects.filter(erased_at=None).order_by().annotate(group=Value(1)).values("group")
    return Role.objects.annotate(
        rows=Count("members"),
        member_count=Case(
            When(name=MEMBER, is_builtin=True, then=Subquery(everybody.annotate(n=Count("pk")).values("n"))),
            default=F("rows"),
            output_field=IntegerField(),
        ),
    ).order_by("-level", "name")


def members_of(role: Role) -> QuerySet[User]:
    """Return who has a role."""
    rows = people()
    return rows if role.is_everybodys else rows.filter(role_members__role=role)


def allowed_objects(user: User, right: Right, ids: Iterable[UUID]) -> set[UUID]:
    """Return which of some objects a right reaches, in a constant number of queries. Unseen is not allowed."""
    assert right.kind is not None
    assert right.can is not None
    rows = list(kinds[right.kind].visible(user).filter(pk__in=set(ids)))
    if right.grantable:
        load_grants(user, rows)
    return {row.pk for row in rows if right.can(user, row)}
