"""How a call to a service can end without an answer."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _


class ServiceError(Exception):
    """Base of all: `code` is stable, `detail` is for people."""

    code = "service.failed"
    detail: Any = _("The external service failed.")

    def __init__(self, detail: Any = None, *, code: str | None = None):
        self.code, self.detail = code or self.code, detail or self.detail
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.detail)


class ServiceUnavailable(ServiceError):
    """Nobody could be asked, or nothing is lost by asking again: whoever can wait does, until `retry_at`."""

    code = "service.unavailable"
    detail = _("The external service does not answer right now.")

    def __init__(self, retry_at: datetime):
        super().__init__()
        self.retry_at = retry_at
        self.sent = False  # may somebody have got the request all the same?


class ServiceFailed(ServiceError):
    """It was asked and did not answer well; `may_repeat` says whether asking again does no harm."""

    def __init__(self, code: str, detail: Any, *, may_repeat: bool):
        super().__init__(detail, code=code)
        self.may_repeat = may_repeat


class ServiceRefused(ServiceError):
    """It understood and said no (4xx); `may_repeat` is what it says about later."""

    def __init__(self, code: str, detail: str, *, may_repeat: bool = False):
        super().__init__(detail, code=code)
        self.may_repeat = may_repeat


class ServiceBusy(ServiceError):
    """It took the work and is not done (202): the same request to the same instance asks again."""

    code = "service.busy"

    def __init__(self, instance: str, seconds: float, progress: float | None, detail: str):
        super().__init__(detail or None)
        self.instance, self.seconds, self.progress = instance, seconds, progress


class ServiceCancelled(ServiceError):
    """The caller no longer wants the answer."""

    code = "service.cancelled"
