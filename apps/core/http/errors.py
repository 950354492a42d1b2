"""Why a request to the outside did not bring an answer."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class OutgoingError(Exception):
    """What every failure of the outgoing client is; `code` is stable, `detail` is for people."""

    code = "outgoing.failed"
    detail: Any = _("The address could not be reached.")

    def __init__(self, detail: Any = None):
        if detail is not None:
            self.detail = detail
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.detail)


class OutgoingRefused(OutgoingError):
    """Not an address this server goes to. One text for every reason: it must not map the inner network."""

    code = "outgoing.refused"
    detail = _("This server does not go to that address.")

    def __init__(self) -> None:
        super().__init__()


class OutgoingFailed(OutgoingError):
    """The address is allowed and did not answer well; `reason` is one of the keys of `texts`."""

    texts: ClassVar[dict[str, Any]] = {
        "timeout": _("The address did not answer in time."),
        "too_large": _("The answer is too large."),
        "connection": _("The connection to the address failed."),
        "redirects": _("The address sends on to others too often."),
        "encoding": _("The answer is packed in a way that this server does not read."),
    }

    def __init__(self, reason: str, *, sent: bool = True):
        self.reason = reason
        self.sent = sent  # may the address have got the request? Where it cannot have, asking again does no harm
        super().__init__(self.texts[reason])


class OutgoingCancelled(OutgoingError):
    """The caller no longer wants the answer."""

    code = "outgoing.cancelled"
    detail = _("The request was cancelled.")
