"""`/tasks`: what people are asked to do."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.models import Conversation, Message
from apps.commands.models import PersonTask
from apps.commands.people.actions import comment_task, create_task
from apps.commands.people.changing import apply_changes
from apps.commands.people.selectors import task_list
from apps.commands.people.serializers import (
    ChangeTaskInput,
    CommentInput,
    CreateTaskInput,
    PersonTaskSerializer,
    TaskCommentSerializer,
    TaskQuery,
)
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, etag_of, single, valid, valid_query
from apps.core.rules import signed_in


class TaskViewSet(ApiViewSet):
    @signed_in("tasks:read")
    @extend_schema(
        summary="List tasks for people",
        description=(
            "Approvals, to-dos and reminders: asked of me (`role=mine`), by me (`role=given`), or all that I may see; "
            "newest first. `due=today` and `week` are days in my time zone."
        ),
        parameters=[TaskQuery],
        responses=page_of(PersonTaskSerializer),
        operation_id="tasks_list",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(TaskQuery, request)
        query.pop("limit", None), query.pop("cursor", None)
        rows = task_list(request.user, **query)
        return CursorPage(request, rows, ("id",)).response(lambda rows: PersonTaskSerializer(rows, many=True).data)

    @signed_in("tasks:write")
    @extend_schema(
        summary="Give people a task",
        description=(
            "A to-do, an approval or a reminder, on its own, in a conversation, or made of a message. People asked in "
            "a conversation must be in it."
        ),
        request=CreateTaskInput,
        responses={201: PersonTaskSerializer},
        operation_id="tasks_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(CreateTaskInput, request)
        for name, model in (("conversation", Conversation), ("message", Message)):
            if data.get(name):
                data[name] = get_visible(model, request.user, data[name])
        return self._answer(create_task(actor=request.user, **data), 201)

    @signed_in("tasks:read")
    @extend_schema(
        summary="Read one task for people",
        description="Answers an ETag; 304 where the client has this version.",
        responses=PersonTaskSerializer,
        operation_id="tasks_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        task = self._task(request, key)
        return single(request, task, PersonTaskSerializer(task))

    @signed_in("tasks:write")
    @extend_schema(
        summary="Assign, change, complete, decide or withdraw a task",
        description=(
            "`decision` answers an approval (with a `comment` if you like); `state` completes a to-do, opens it again "
            "or withdraws it; the other fields change what is asked. `If-Match` refuses a stale change with 412."
        ),
        request=ChangeTaskInput,
        responses=PersonTaskSerializer,
        operation_id="tasks_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        task = self._task(request, key)
        check_if_match(request, task)
        return self._answer(apply_changes(actor=request.user, task=task, **valid(ChangeTaskInput, request)))

    @signed_in("tasks:read")
    @extend_schema(
        summary="List the comments of a task",
        description="Oldest first.",
        responses=page_of(TaskCommentSerializer),
        operation_id="tasks_comments_list",
    )
    def comments(self, request: Request, version: str, key: UUID) -> Response:
        rows = self._task(request, key).comments.select_related("author")
        page = CursorPage(request, rows, ("id",), ascending=True)
        return page.response(lambda rows: TaskCommentSerializer(rows, many=True).data)

    @signed_in("tasks:write")
    @extend_schema(
        summary="Comment on a task",
        request=CommentInput,
        responses={201: TaskCommentSerializer},
        operation_id="tasks_comments_add",
    )
    @idempotent
    def comment(self, request: Request, version: str, key: UUID) -> Response:
        made = comment_task(actor=request.user, task=self._task(request, key), **valid(CommentInput, request))
        return Response(TaskCommentSerializer(made).data, status=201)

    @staticmethod
    def _task(request: Request, key: UUID) -> PersonTask:
        rows = PersonTask.objects.visible_to(request.user).with_people().select_related("conversation")
        return get_visible(rows, request.user, key)

    @staticmethod
    def _answer(task: PersonTask, status: int = 200) -> Response:
        fresh: Any = PersonTask.objects.with_people().get(pk=task.pk)
        headers = {"ETag": etag_of(fresh)} | ({"Location": f"/api/v1/tasks/{task.pk}"} if status == 201 else {})
        return Response(PersonTaskSerializer(fresh).data, status=status, headers=headers)
