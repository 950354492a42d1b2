"""What people keep for later: drafts, scheduled messages and reminders."""
