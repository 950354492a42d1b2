from tests.commands.flow.conftest import probe, run  # noqa: F401
