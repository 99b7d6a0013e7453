"""The Chromium of .cache/tools, driven by Playwright: for tests of the pages, and for pictures of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

TOOLS = Path(__file__).resolve().parent.parent / ".cache" / "tools"
FOLDER = TOOLS / "chromium" / "browser"
#: What looks at accessibility, a script for a page.
AXE = TOOLS / "axe-core" / "node_modules" / "axe-core" / "axe.min.js"


class NoBrowserError(RuntimeError):
    """There is no browser."""


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser; it ends with the block.

    Raises:
        NoBrowserError: it was not fetched; the message says how.
    """
    if not (FOLDER / "ready").is_file():
        raise NoBrowserError("there is no Chromium: `python scripts/fetch_chromium.py`, or `make test`, fetches it")
    environment: dict[str, str | float | bool] = {
        "LD_LIBRARY_PATH": str(FOLDER / "libraries" / "lib"),
        "FONTCONFIG_FILE": str(FOLDER / "fonts.conf"),
        "HOME": str(FOLDER),
    }
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=FOLDER / "chromium",
            args=["--no-sandbox", "--headless=shell", "--disable-gpu"],
            env=environment,
        )
        try:
            yield started
        finally:
            started.close()
