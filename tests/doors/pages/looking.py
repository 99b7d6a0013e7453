"""Looking at a page as it is: what keeps somebody out, in both colours, and what is cut off at some width."""

from functools import cache
from html.parser import HTMLParser
from typing import Any, Literal

from playwright.sync_api import Page

from scripts.browser import AXE

#: Sizes of windows: of a telephone, of a small computer, of a large one.
SIZES = [(360, 740), (1024, 768), (1600, 900)]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: Where axe-core looks: the style sheet has one layout for telephones, and one for all others, in the same colours.
_LOOKED_AT = {360: SCHEMES, 1600: SCHEMES[:1]}
#: In other colours nothing else can be wrong than in the first ones.
_OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
#: What axe-core calls bad enough to keep somebody out.
_SERIOUS = ("serious", "critical")


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def mistakes_of(page: Page) -> list[tuple[str, str]]:
    """Return what is wrong with the page that is open; its own rules about scripts stay in force.

    Args:
        page: the page.
    """
    page.evaluate(_axe())
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            found.append((f"cut off at {width}", str(over)))
        for scheme in _LOOKED_AT.get(width, ()):
            page.emulate_media(color_scheme=scheme)
            rules = _OF_COLOURS if scheme != SCHEMES[0] else {}
            asked = {"resultTypes": ["violations"], **rules}
            told = page.evaluate("asked => axe.run(asked).then(result => result.violations)", asked)
            bad = [one for one in told if one["impact"] in _SERIOUS]
            found += [(f"{one['id']} at {width} in {scheme}", one["nodes"][0]["html"][:200]) for one in bad]
    return found


class _Nesting(HTMLParser):
    """Notes what is not closed, or closed and not open; a browser guesses, and hides what it guessed."""

    EMPTY = frozenset({"meta", "link", "input", "br", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> in line {self.getpos()[0]}")


def wrongly_nested(text: str) -> list[str]:
    """Return which elements of a page do not stand in each other as they are written.

    Args:
        text: the page.
    """
    nesting = _Nesting()
    nesting.feed(text)
    nesting.close()
    return nesting.wrong[:1] + nesting.open


def tab_to(page: Page, selector: str) -> None:
    """Go to something with the keyboard alone.

    Args:
        page: the page.
        selector: what it is.
    """
    for _ in range(100):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not lead to {selector}")
