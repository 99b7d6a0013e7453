"""How often Python looks for garbage."""

import gc

#: By default Python looks after every 700 objects. A run of one bundle makes less than this, what it loads included:
#: one look at all of that took a twentieth of it.
_OBJECTS_BETWEEN_COLLECTIONS = 500_000


def look_less_often() -> None:
    """Have it look less often: starting and running make many objects that stay, and next to none in circles."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


def leave_alone_what_is_there() -> None:
    """Have it never look at what is there by now, such as all that was loaded."""
    gc.freeze()
