"""Structured logs: one event a line, JSON in production, with the ids of request, user and command."""

import logging.config
from typing import Any

import structlog
import structlog.tracebacks


def configure(options: dict[str, Any]) -> None:
    """Set up structlog and the standard library's logging with one format. `options`: format (json, console), level."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    if options["format"] == "json":
        # Without the variables of each frame: they hold what people wrote, and secrets.
        traces = structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        final: list[Any] = [traces, structlog.processors.JSONRenderer()]
    else:
        final = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    quiet = {"level": "WARNING"}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "altlas": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
                }
            },
            "handlers": {
                "stdout": {"class": "logging.StreamHandler", "formatter": "altlas", "stream": "ext://sys.stdout"}
            },
            "root": {"handlers": ["stdout"], "level": options["level"]},
            "loggers": {
                "django.request": {"level": "ERROR"},
                "django.server": quiet,
                "uvicorn.access": quiet,
                "uvicorn.error": quiet,
                "celery": quiet,
                "kombu": quiet,
                "httpx2": quiet,
                "asyncio": quiet,
                "PIL": quiet,
            },
        }
    )
