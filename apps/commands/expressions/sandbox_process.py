"""The process in which expressions run: one request a line in, one answer a line out, both JSON.

A timer of processor time is set around each evaluation. Nothing handles its signal, so that the system itself ends the
process, in the middle of a library's C code if need be; the parent starts another.
"""

import resource
import signal
import sys

import jq  # noqa: F401 - loaded before files can no longer be opened
import orjson

from apps.commands.expressions.languages import LANGUAGES, Failed, TooLong, plain

CPU_SECONDS = 0.05
INPUT_SECONDS = 25e-9  # more for each byte of what it is given: handing 10 MB over takes longer than deciding on them
MAX_RESULT = 1_000_000  # bytes
MAX_MEMORY = 1_000_000_000  # of the process; the address space is larger than what is used


def main() -> None:
    _lock_in()
    for line in sys.stdin.buffer:
        language, expression, scope = orjson.loads(line)
        sys.stdout.buffer.write(_answer(language, expression, scope, CPU_SECONDS + INPUT_SECONDS * len(line)) + b"\n")
        sys.stdout.buffer.flush()


def _answer(language: str, expression: str, scope: dict[str, object], seconds: float) -> bytes:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        written = orjson.dumps(plain(LANGUAGES[language](expression, scope)))
        signal.setitimer(signal.ITIMER_PROF, 0)
    except TooLong:
        return b'{"too_slow":true}'
    except Failed as error:
        return orjson.dumps({"failed": str(error)})
    except (MemoryError, RecursionError, orjson.JSONEncodeError):
        return b'{"too_large":true}'
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return b'{"value":' + written + b"}" if len(written) <= MAX_RESULT else b'{"too_large":true}'


def _lock_in() -> None:
    """Give up what an evaluation does not need: files, processes, more memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


if __name__ == "__main__":
    main()
