"""Numbers with their words."""


def counted(number: int, word: str) -> str:
    """Return a number with its word, in the plural where it has to be."""
    return f"{number} {word}{'' if number == 1 else 's'}"
