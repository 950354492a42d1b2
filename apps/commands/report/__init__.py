"""Pictures and pages about a run."""

from apps.commands.report.graph import graph_svg
from apps.commands.report.html import html_report

__all__ = ["graph_svg", "html_report"]
