"""`python -m tests.load.runs.seen`: from Enter to the plan, from Run to the first progress and the end, in a browser.

The embedded server and Chromium, both on this machine. Times are of the page's own clock, in milliseconds.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.e2e.conftest import ARGUMENTS, CHROMIUM, Person, Server
from tests.e2e.test_main_job import open_conversation

WISH = '/run wait 1 second, then count the words of "one two three"'
SECONDS = 30.0
# Enter and a click on Run set the clock; then every change of what the newest card says of its state is noted.
WATCH = """() => {
  window.seen = [];
  document.querySelector("textarea").addEventListener("keydown", () => (window.began = performance.now()), { once: true });
  window.again ??= document.addEventListener("click", () => (window.began = performance.now()), true) ?? true;
  const look = () => {
    const card = [...document.querySelectorAll("section[aria-label^='Command:']")].at(-1);
    const says = card?.querySelector("[role=status]")?.textContent ?? "";
    const before = window.seen.at(-1)?.[1];
    if (before === undefined ? says.startsWith("Waits for your") : before !== says) {
      window.seen.push([performance.now() - window.began, says]);
    }
  };
  window.watcher?.disconnect();
  window.watcher = new MutationObserver(look);
  window.watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}"""
Seen = list[tuple[float, str]]


def once(page: Page) -> Seen:
    """Send the wish and let it run; return what its card said, with the milliseconds since Enter, then since Run."""
    page.evaluate(WATCH)
    field = page.locator("textarea")
    field.fill(WISH)
    field.press("Enter")
    _until(page, "Waits for your confirmation")
    page.get_by_role("button", name="Run it", exact=True).last.click()
    return _until(page, "Done", "Succeeded", "Failed")


def _until(page: Page, *words: str) -> Seen:
    deadline = time.monotonic() + SECONDS
    while True:
        found: Seen = page.evaluate("window.seen")
        if any(word in says for _at, says in found for word in words):
            return found
        if time.monotonic() > deadline:
            raise RuntimeError(f"after {SECONDS} s the card says {found}")
        page.wait_for_timeout(50)


def told(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"p50_ms": statistics.median(ordered), "p95_ms": ordered[int(len(ordered) * 0.95)]}


def measure(times: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="altlas-seen-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            people = [
                Person(browser.new_context(locale="en-US"), server, name.lower(), name) for name in ("Alice", "Bob")
            ]
            for person in people:
                person.sign_up()
            open_conversation(*people)
            people[0].write("Let us see")
            page = people[0].page
            once(page)
            runs = [once(page) for _ in range(times)]
            browser.close()
        finally:
            server.stop()
    return {
        "runs": times,
        "plan": told([run[0][0] for run in runs]),
        "first progress": told([run[1][0] for run in runs]),
        "end": told([run[-1][0] for run in runs]),
        "what it said": runs[-1],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.load.runs.seen", description=__doc__)
    parser.add_argument("--times", type=int, default=30, help="(30)")
    print(json.dumps(measure(parser.parse_args().times), indent=1))
