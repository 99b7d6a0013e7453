"""The admission policies of a policy bundle, as text: what they mean is the validator's business."""

from pathlib import Path

from agent.model.errors import InputError, OutsideError, Problem
from agent.source.document import decode

FOLDER = "admission"


def read_admission(policies: Path) -> dict[str, str]:
    """Return the text of each file of the folder ``admission`` in a policy bundle, by path.

    Args:
        policies: the policy bundle's folder; neither it nor the folder in it need be there.

    Raises:
        InputError: with every file that is too large, not UTF-8, or a link out of the folder.
        OutsideError: a file cannot be read.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    root = policies.resolve()
    for path in sorted(file for file in (policies / FOLDER).glob("*") if file.suffix in (".yaml", ".yml")):
        if not path.resolve().is_relative_to(root):
            message, remedy = "the link leads out of the policy folder", "Replace it by the file."
            problems.append(Problem(code="template-outside", message=message, remedy=remedy, file=str(path)))
            continue
        try:
            found[str(path)] = decode(path.read_bytes(), str(path))
        except InputError as error:
            problems += error.problems
        except OSError as error:
            message = f"the policy cannot be read: {error.strerror}"
            raise OutsideError(
                Problem(code="template-load-failure", message=message, remedy="Check its permissions.", file=str(path))
            ) from None
    if problems:
        raise InputError(*problems)
    return found
