"""Full-text search over messages, in Turkish and English, with one interface over PostgreSQL and SQLite.

`asking` turns a typed text into words and filters, `finding` into the rows that the asker may see now, `marking` into
what to highlight; `keeping` keeps the index, which follows the stored events of messages, so that nobody who sends
waits for it.
"""
