"""`/auth/sessions`: where one is signed in."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.actions import end_login_session, end_other_login_sessions
from apps.accounts.login_sessions import rename_login_session
from apps.accounts.models import LoginSession
from apps.accounts.selectors import live_sessions
from apps.accounts.session_analytics import sign_in_analytics
from apps.accounts.session_serializers import (
    AnalyticsQuery,
    LoginSessionSerializer,
    RenameInput,
    SessionAnalyticsSerializer,
)
from apps.core.openapi import page_of
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid, valid_query
from apps.core.rules import signed_in


class LoginSessionViewSet(ApiViewSet):
    @signed_in()
    @extend_schema(
        summary="List my login sessions",
        description=(
            "Every device that is signed in, the one seen last first. A login session ends after 30 days without use "
            "and 90 days after its beginning (as the server is set up)."
        ),
        responses=page_of(LoginSessionSerializer),
        operation_id="auth_sessions_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = list(live_sessions(request.user)[:100])
        body = LoginSessionSerializer(rows, many=True, context={"current": request.auth}).data
        return Response({"results": body, "next": None, "previous": None})

    @signed_in()
    @extend_schema(
        summary="Name a device",
        description="An empty name takes it away. 404 `object.not_found`.",
        request=RenameInput,
        responses=LoginSessionSerializer,
        operation_id="auth_sessions_rename",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(RenameInput, request)
        session = rename_login_session(actor=request.user, session=self._mine(request, key), **data)
        return Response(LoginSessionSerializer(session, context={"current": request.auth}).data)

    @signed_in()
    @extend_schema(
        summary="End a login session",
        description="Its tokens are refused and its sockets close within a second. 404 `object.not_found`.",
        responses={204: None},
        operation_id="auth_sessions_end",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        end_login_session(session=self._mine(request, key), reason="ended_by_user")
        return Response(status=204)

    @signed_in()
    @extend_schema(
        summary="End all my other login sessions",
        description="This one stays.",
        responses={204: None},
        operation_id="auth_sessions_end_others",
    )
    def destroy_others(self, request: Request, version: str) -> Response:
        end_other_login_sessions(actor=request.user, keep=request.auth)
        return Response(status=204)

    @signed_in()
    @extend_schema(
        summary="Count my sign-ins",
        description="By day in your time zone, the last one today, and by browser, system and address.",
        parameters=[AnalyticsQuery],
        responses=SessionAnalyticsSerializer,
        operation_id="auth_sessions_analytics",
    )
    def analytics(self, request: Request, version: str) -> Response:
        days = valid_query(AnalyticsQuery, request)["days"]
        return Response(sign_in_analytics(user=request.user, zone=request.user.timezone, days=days))

    @staticmethod
    def _mine(request: Request, key: UUID) -> LoginSession:
        return get_visible(live_sessions(request.user), request.user, key)
