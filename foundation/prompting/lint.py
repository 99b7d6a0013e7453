"""Checking prompts: the form of the file, then every rule."""

from collections.abc import Iterator

from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.rules import RULES


def lint(library: PromptLibrary, name: str, version: int | None = None) -> list[Finding]:
    """Return what is wrong with a prompt, in the order of its file.

    Args:
        library: all prompts.
        name: which one.
        version: which version; all by default.

    Raises:
        InputError: there is no such prompt.
    """
    versions = [version] if version is not None else library.versions(name)
    return [finding for number in versions for finding in sorted(_findings(library, name, number), key=_place)]


def _findings(library: PromptLibrary, name: str, version: int) -> Iterator[Finding]:
    if version not in library.versions(name):
        library.prompt(name, version)  # says which there are
    try:
        prompt = library.prompt(name, version)
    except InputError as error:
        yield from (Finding.of(problem) for problem in error.problems)
        return
    for rule in RULES:
        yield from rule(library, prompt)


def _place(finding: Finding) -> tuple[str, int, str]:
    return (finding.file or "", finding.line or 0, finding.code)
