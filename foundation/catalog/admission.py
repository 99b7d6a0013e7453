"""The admission policies of a policy bundle, as text: what they mean is the validator's business."""

from collections.abc import Callable

from foundation.model.errors import InputError, Problem

FOLDER = "admission"


def read_admission(names: list[str], read: Callable[[str], tuple[str, str]]) -> dict[str, str]:
    """Return the text of each policy, by path.

    Args:
        names: what is in the policy bundle's folder ``admission``.
        read: returns one's text and its full name.

    Raises:
        InputError: with every file that is too large, not UTF-8, or a link out of the folder.
        TemplateLoadError: a file cannot be read.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name in names:
        if not name.endswith((".yaml", ".yml")):
            continue
        try:
            text, path = read(name)
            found[path] = text
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    return found
