"""The three document formats: `.alt` (what to do), `.last` (what happened), `.atlas` (what was learned)."""
