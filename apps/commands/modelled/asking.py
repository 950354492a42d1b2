"""Asking the model for a graph: once, once more with its faults, then no more."""

from typing import Any

import structlog
from django.conf import settings

from apps.commands.modelled.answer import Answer, Invalid, read
from apps.commands.modelled.endpoint import Endpoint, NoAnswer
from apps.commands.modelled.prompt import first_question, repair_question

log = structlog.get_logger(__name__)


def is_set() -> bool:
    """Did the operator set an endpoint?"""
    return bool(settings.SEGMENTATION_MODEL_URL)


def is_wanted(unsure: str) -> bool:
    """Shall the model be asked about a wish, given why the offline answer is unsure (empty: it is not)?"""
    return is_set() and unsure != "empty" and (settings.SEGMENTATION_MODEL_WHEN == "always" or bool(unsure))


def ask(wish: str, offline: dict[str, Any]) -> Answer | None:
    """Return the model's graph of a wish, or None where the offline one stands. Only on a worker: it takes seconds."""
    endpoint = Endpoint()
    messages = first_question(wish, offline)
    try:
        words = endpoint.complete(messages)
        try:
            return read(words, wish, offline)
        except Invalid as error:
            log.info("segmentation.model_repairs", errors=len(error.errors))
            return read(endpoint.complete(repair_question(messages, words, error.errors)), wish, offline)
    except (NoAnswer, Invalid) as error:
        log.warning("segmentation.model_failed", reason=str(error))
        return None
