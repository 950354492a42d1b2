"""What programs elsewhere do for commands: they segment wishes, run task types and keep what was found out."""

from apps.commands.elsewhere.running import run_task
from apps.commands.elsewhere.segmenting import segment_elsewhere
from apps.commands.elsewhere.serving import refresh

__all__ = ["refresh", "run_task", "segment_elsewhere"]
