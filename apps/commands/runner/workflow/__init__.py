"""Task types that imported Serverless Workflow documents need: calls as they make them, events, pauses."""

from apps.commands.runner.types.base import register
from apps.commands.runner.workflow.calls import CallHttp
from apps.commands.runner.workflow.events import Emit, Pause
from apps.commands.runner.workflow.openapi import CallOpenApi

for _cls in (CallHttp, CallOpenApi, Emit, Pause):
    register(_cls)
