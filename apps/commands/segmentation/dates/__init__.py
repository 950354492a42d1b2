"""Dates, times, durations and repetitions in Turkish and English."""

from .model import Time
from .reader import find_times

__all__ = ["Time", "find_times"]
