"""The lines that a merge puts around what two changed in different ways."""

#: Ours, the common text, the border between both, theirs; as git writes them.
_BEGIN, _END = "<<<<<<< ", ">>>>>>> "


def conflicts_in(text: str) -> list[int]:
    """Return the one-based lines at which conflicts begin that nobody has resolved.

    Args:
        text: what came of a merge, or what a person made of it.
    """
    lines = text.splitlines()
    begun = [number for number, line in enumerate(lines, 1) if line.startswith(_BEGIN)]
    return begun or [number for number, line in enumerate(lines, 1) if line.startswith(_END)]
