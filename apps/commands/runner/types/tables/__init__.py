"""Rows and columns: reading, matching, changing and showing tables."""
