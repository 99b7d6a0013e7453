"""A bug report as Markdown."""

from foundation.model.diagnosis import BugReport

_HEAD = (
    "# Report of infra-engineer doctor\n\n"
    "Secrets, user names in addresses and the path of the home folder are left out; read it before you send it.\n"
)
#: Longer than any run of backticks that a value may hold.
_FENCE = "~~~~~~"


def bug_report_text(report: BugReport) -> str:
    """Return the report's text; values stand in blocks, so that none of them is taken for markup."""
    return _HEAD + "".join(
        f"\n## {part.title}\n\n{_FENCE}text\n{_lines(part.lines) or 'nothing'}\n{_FENCE}\n" for part in report.parts
    )


def _lines(lines: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in lines)
