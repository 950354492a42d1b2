"""The task types that come with the server. Importing this package fills the registry."""

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
from apps.commands.runner.types.data_transform import DataTransform
from apps.commands.runner.types.file_read import FileRead
from apps.commands.runner.types.file_write import FileWrite
from apps.commands.runner.types.http_request import HttpRequest
from apps.commands.runner.types.text_count import TextCount
from apps.commands.runner.types.wait import WaitTask

for _cls in (HttpRequest, DataTransform, TextCount, FileRead, FileWrite, ChatPost, WaitTask):
    register(_cls)

__all__ = ["Cancelled", "Context", "Park", "TaskError", "TaskType", "Wait", "register", "registry"]
