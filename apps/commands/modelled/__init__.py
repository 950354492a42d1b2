"""Segmentation by a language model that the operator set: an OpenAI-compatible endpoint, asked on a worker.

It gets the catalogue and the offline answer, and must answer a valid `.alt`; what it says is never a permission.
"""

from apps.commands.modelled.answer import Answer
from apps.commands.modelled.asking import ask, is_set, is_wanted

__all__ = ["Answer", "ask", "is_set", "is_wanted"]
