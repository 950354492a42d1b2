"""What stands in `static/`, served in front of Django: a picture needs no session, no language and no thread."""

from typing import Any

from servestatic.asgi import ServeStaticASGI
from servestatic.middleware import ServeStaticMiddleware


class StaticFiles(ServeStaticMiddleware):
    """servestatic's middleware, which knows Django's settings and finders, as an ASGI application around Django."""

    def __init__(self, django: Any):
        super().__init__(django)
        self.application = django

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # type: ignore[override]
        await ServeStaticASGI.__call__(self, scope, receive, send)  # type: ignore[arg-type]

    def get_static_file(self, *args: Any, **kwargs: Any) -> Any:
        """Build one file's answer, with what Django's security middleware adds to every other."""
        self.add_headers_function = _add_headers
        return super().get_static_file(*args, **kwargs)


def _add_headers(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
