"""Breaking plain data at random."""

from typing import Any

from hypothesis import strategies as st

Path = tuple[Any, ...]
#: What stands where it does not belong.
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        ["Deployment", "Ingress", "CronJob", "v1", "../x", "{{ .x }}", "a:latest", "10", "100m", "http", "/"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    """Return the path of every value in the data."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in paths_of(child, (*path, key)))]


def value_at(value: Any, path: Path) -> Any:
    """Return the value at a path."""
    for part in path:
        value = value[part]
    return value


def mutated(value: Any, path: Path, new: Any, how: str) -> Any:
    """Return the data with one value replaced, removed or renamed."""
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    if len(path) > 1:
        copied[path[0]] = mutated(value[path[0]], path[1:], new, how)
    elif how == "remove":
        del copied[path[0]]
    elif how == "rename" and isinstance(copied, dict):
        copied[f"{path[0]}x"] = copied.pop(path[0])
    else:
        copied[path[0]] = new
    return copied
