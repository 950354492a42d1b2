"""Bounded fuzzing of what reads documents and wishes. `make fuzz`; a small part of it runs with the tests."""
