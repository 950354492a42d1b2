"""`/audit`: the audit log for those who may read it."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.audit.chain import HEAD
from apps.audit.models import Head
from apps.audit.selectors import entries
from apps.audit.serializers import EntryQuery, EntrySerializer, HeadSerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid_query
from apps.core.rules import permitted


class AuditViewSet(ApiViewSet):
    @permitted("audit.view_entry", scope="audit:read")
    @extend_schema(
        summary="Read the audit log",
        description=(
            "The newest first. `action` may end in `.*`. Needs the permission `audit.view_entry` (403 "
            "`permission.denied`); every read is itself an entry."
        ),
        parameters=[EntryQuery],
        responses=page_of(EntrySerializer),
        operation_id="audit_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = entries(valid_query(EntryQuery, request))
        return CursorPage(request, rows, ("seq",)).response(lambda found: EntrySerializer(found, many=True).data)

    @permitted("audit.view_entry", scope="audit:read")
    @extend_schema(
        summary="Read the head of the audit log",
        description=(
            "The number and hash of the newest entry. Written down elsewhere, they prove later that nothing before was "
            "changed: `manage.py audit verify --noted SEQ:HASH`. 403 `permission.denied`."
        ),
        responses=HeadSerializer,
        operation_id="audit_head",
    )
    def head_of_chain(self, request: Request, version: str) -> Response:
        head = Head.objects.filter(pk=HEAD).first() or Head(seq=0, hash="")
        return Response(HeadSerializer(head).data)
