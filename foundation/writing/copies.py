"""Names of copies that are kept beside what they are of: one for each content, so none takes the place of another."""

from pathlib import PurePosixPath

_LETTERS = 12


def name_of_copy(path: str, digest: str) -> str:
    """Return the path of a copy, with the ending that programs know the file by.

    Args:
        path: relative path of the file.
        digest: hexadecimal digest of what the copy stands for.
    """
    plain = PurePosixPath(path)
    return str(plain.with_name(f"{plain.stem}.{digest[:_LETTERS]}{plain.suffix}"))
