"""Commands that run later, or again and again: one clock for both."""
