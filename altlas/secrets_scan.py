"""`python -m altlas.secrets_scan`: is there a secret among the tracked files? Part of `make lint`.

A line that only looks like one says so with the comment `secret-scan: ok` and why.
"""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ALLOWED = "secret-scan: ok"
MAX_BYTES = 2_000_000
SKIPPED = re.compile(
    r"(^|/)(package-lock\.json|requirements[\w.-]*\.txt|uv\.lock)$|\.(png|jpg|webp|ico|gif|woff2?|mo|zip|pdf|xlsx)$"
)
# Words, placeholders and examples: what a person wrote to be read.
PLACEHOLDER = re.compile(r"(?i)(example|placeholder|change.?me|dummy|^check-|x{5,}|\.{3}|…|\$[({]|\{\{|<[a-z])")
PATTERNS = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "API key of ALT_LAS": re.compile(r"\balt_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}\b"),
    "AWS key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "GitHub token": re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{60,})\b"),
    "GitLab token": re.compile(r"\bglpat-[0-9A-Za-z_-]{20,}"),
    "Slack token": re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{20,}"),
    "Stripe key": re.compile(r"\b[sr]k_live_[0-9A-Za-z]{20,}"),
    "Google key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "OpenAI or Anthropic key": re.compile(r"\bsk-(?:proj-|ant-)?[0-9A-Za-z_-]{32,}"),
    "JSON Web Token": re.compile(r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{20,}"),
    "password in a URL": re.compile(r"\b[a-z][a-z0-9+]{2,12}://[^\s:/@'\"]+:(?P<value>[^\s@/'\"{}$<>%]{12,})@[\w.-]+"),
}
ASSIGNED = re.compile(
    r"(?i)\b[\w-]*(?:secret|token|passwd|password|api_?key|private_?key|credential)[\w-]*[\"']?\s*[:=]\s*"
    r"[\"']?(?P<value>[0-9A-Za-z+/_=-]{24,})[\"']?\s*(?:[,;)}#]|$)"
)
ENTROPY = 3.7  # bits a character: words and paths stay below, 24 random letters and digits stay above


@dataclass(frozen=True)
class Finding:
    """A place that looks like a secret; the secret itself is not repeated."""

    path: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind}"


def scan(path: str, text: str) -> Iterator[Finding]:
    """Return what looks like a secret in a text."""
    for number, line in enumerate(text.splitlines(), 1):
        if ALLOWED in line:
            continue
        for kind, pattern in PATTERNS.items():
            found = pattern.search(line)
            value = found and (found.groupdict().get("value") or found[0])
            if value and not PLACEHOLDER.search(value):
                yield Finding(path, number, kind)
        found = ASSIGNED.search(line)
        if found and looks_random(found["value"]) and not PLACEHOLDER.search(found["value"]):
            yield Finding(path, number, "a random text is assigned to a secret's name")


def looks_random(text: str) -> bool:
    """Is this random rather than written? Letters of both cases and digits, evenly mixed."""
    kinds = sum(bool(re.search(pattern, text)) for pattern in ("[a-z]", "[A-Z]", "[0-9]"))
    hexadecimal = re.fullmatch(r"[0-9a-f]{32,}|[0-9A-F]{32,}", text) is not None
    return hexadecimal or (kinds == 3 and entropy(text) >= ENTROPY)


def entropy(text: str) -> float:
    """Return the bits of information of a character."""
    return -sum(many / len(text) * math.log2(many / len(text)) for many in Counter(text).values())


def tracked() -> list[str]:
    """Return the files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True)  # noqa: S607
    return [name for name in listed.stdout.split("\0") if name and not SKIPPED.search(name)]


def scan_files(names: Iterable[str]) -> list[Finding]:
    """Return what looks like a secret in files; what is no text is passed over."""
    found: list[Finding] = []
    for name in names:
        path = Path(name)
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            continue
        content = path.read_bytes()
        if b"\0" not in content[:8_000]:
            found += scan(name, content.decode("utf-8", "replace"))
    return found


def main() -> int:
    """Scan the tracked files, or those named; 1 where something was found."""
    found = scan_files(sys.argv[1:] or tracked())
    for one in found:
        sys.stderr.write(f"{one}\n")
    if found:
        sys.stderr.write(f"Take it out and rotate it; or, where it is none, end the line with `{ALLOWED}` and why.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
