"""The runner: `engine` moves rows from state to state, `worker` does one task, `types/` says what tasks there are."""
