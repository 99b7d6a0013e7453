"""What a command says beside its advice."""


def beside_advice(text: str) -> str:
    """Return standard error without advice and warnings, each of which is a line and what stands indented below it."""
    kept, within = [], False
    for line in text.splitlines(keepends=True):
        within = line.startswith(("advice ", "warning ")) or (within and line.startswith("  "))
        kept += [] if within else [line]
    return "".join(kept)
