"""How large an `.alt` document may be."""

MAX_BYTES = 1_000_000
MAX_TASKS = 1_000
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1  # what every reader of JSON keeps exactly
