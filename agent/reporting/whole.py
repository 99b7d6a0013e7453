"""A validation in each format for whoever gets one text and no stderr: the findings are always in it."""

from agent.reporting.formats import FORMATS, Format
from agent.reporting.text import whole_text

WRITERS: dict[str, Format] = {**FORMATS, "text": whole_text}
