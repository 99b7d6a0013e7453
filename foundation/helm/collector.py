"""How often Helm's library, which brings Go's runtime with it, looks for garbage.

Go is set up for a much larger heap than a chart needs: renders allocate much and keep little, and looking for garbage
took a sixth of all the time of a worker. It reads its settings from the variables that a process was started with, so
none that a process sets itself holds for its own library; it does for those that it starts.
"""

import os

#: Garbage is looked for when there is nine times what is alive.
LESS_OFTEN = {"GOGC": "800"}


def look_less_often_in_new_processes() -> None:
    """Have Go look less often in the processes that this one starts; what its user has set holds all the same."""
    for name, value in LESS_OFTEN.items():
        os.environ.setdefault(name, value)
