"""What goes in, and the one JSON of commands and atlas entries: a file for each noun."""

from apps.commands.serializers.atlas import AtlasQuery, AtlasSerializer
from apps.commands.serializers.commands import CommandSerializer
from apps.commands.serializers.comparison import DiffQuery, DiffSerializer, SimilarSerializer
from apps.commands.serializers.fields import AltField, PriorityField
from apps.commands.serializers.inputs import (
    CommandQuery,
    ConfirmInput,
    ModesInput,
    ModesSerializer,
    PreviewInput,
    PriorityInput,
    RerunInput,
    SteeredSerializer,
    SteerInput,
    SubmitInput,
)
from apps.commands.serializers.logs import LogPageSerializer, LogQuery
from apps.commands.serializers.signals import SchemasSerializer, SignalInput, SignalSerializer

__all__ = [
    "AltField",
    "AtlasQuery",
    "AtlasSerializer",
    "CommandQuery",
    "CommandSerializer",
    "ConfirmInput",
    "DiffQuery",
    "DiffSerializer",
    "LogPageSerializer",
    "LogQuery",
    "ModesInput",
    "ModesSerializer",
    "PreviewInput",
    "PriorityField",
    "PriorityInput",
    "RerunInput",
    "SchemasSerializer",
    "SignalInput",
    "SignalSerializer",
    "SimilarSerializer",
    "SteerInput",
    "SteeredSerializer",
    "SubmitInput",
]
