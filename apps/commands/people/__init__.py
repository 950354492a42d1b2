"""Tasks for people: approvals, to-dos and reminders, from commands and from messages."""
