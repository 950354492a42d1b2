"""The task types that come with the server. Importing this package fills the registry."""

from apps.commands.runner.types.approval_request import ApprovalRequest
from apps.commands.runner.types.base import (
    Cancelled,
    Context,
    Park,
    TaskError,
    TaskType,
    Wait,
    register,
    registry,
)
from apps.commands.runner.types.chat_post import ChatPost
from apps.commands.runner.types.chat_talk import ChatAsk, ChatEdit, ChatPoll
from apps.commands.runner.types.data_transform import DataTransform
from apps.commands.runner.types.event_listen import EventListen
from apps.commands.runner.types.file_move import FileCopy, FileDelete
from apps.commands.runner.types.file_read import FileRead
from apps.commands.runner.types.file_write import FileWrite
from apps.commands.runner.types.http_request import HttpRequest
from apps.commands.runner.types.model_run import ModelRun
from apps.commands.runner.types.notify import NotifyEmail, NotifyPush
from apps.commands.runner.types.search_messages import SearchMessages
from apps.commands.runner.types.text_count import TextCount
from apps.commands.runner.types.todo_create import RemindCreate, TodoCreate
from apps.commands.runner.types.wait import WaitTask

OWN: tuple[type[TaskType], ...] = (
    HttpRequest, DataTransform, TextCount, FileRead, FileWrite, ChatPost, WaitTask, ApprovalRequest, TodoCreate,
    RemindCreate, NotifyPush, NotifyEmail, SearchMessages, ChatAsk, ChatPoll, ChatEdit, EventListen, ModelRun,
    FileCopy, FileDelete,
)  # fmt: skip
for _cls in OWN:
    register(_cls)

__all__ = ["Cancelled", "Context", "Park", "TaskError", "TaskType", "Wait", "register", "registry"]
