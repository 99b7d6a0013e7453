"""Environment variables: literal, and from everything that Kubernetes takes them from."""

from typing import Any

from hypothesis import strategies as st

from tests.support.strategies.text import KEYS, TEXT, WORDS, named, optional, some

#: None of these has a lower-case letter, which those of Secrets have.
VARIABLE_NAMES = st.from_regex(r"[A-Z_][A-Z0-9_.-]{0,10}", fullmatch=True)
METADATA_FIELDS = st.sampled_from(["metadata.name", "metadata.namespace", "metadata.labels['trace_id']"])
RESOURCES = st.fixed_dictionaries(
    {"resource": st.sampled_from(["limits.cpu", "requests.memory", "limits.ephemeral-storage"])},
    optional={"divisor": st.sampled_from(["1", "1Mi", 1])},
)
_SELECTORS = st.fixed_dictionaries({"name": WORDS, "key": KEYS}, optional={"optional": st.booleans()})
_SOURCES = (
    st.builds(
        lambda path: {"fieldRef": {"fieldPath": path}},
        METADATA_FIELDS | st.sampled_from(["spec.nodeName", "status.podIP"]),
    )
    | st.builds(lambda resource: {"resourceFieldRef": resource}, RESOURCES)
    | st.builds(lambda selector: {"configMapKeyRef": selector}, _SELECTORS)
    | st.builds(lambda selector: {"secretKeyRef": selector}, _SELECTORS)
)
#: What a variable has beside its name; nothing at all is empty text.
VALUES = (
    st.fixed_dictionaries({"value": TEXT}) | st.fixed_dictionaries({"valueFrom": _SOURCES}) | st.just({})
)  # fmt: skip


def variables() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of variables."""
    return named(VARIABLE_NAMES, VALUES, most=4)


def whole_objects() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of ConfigMaps and Secrets of which every key is a variable."""
    source = st.fixed_dictionaries({"name": WORDS}, optional={"optional": st.booleans()})
    return some(
        st.fixed_dictionaries({"configMapRef": source}, optional={"prefix": VARIABLE_NAMES})
        | st.fixed_dictionaries({"secretRef": source}, optional={"prefix": VARIABLE_NAMES})
    )


def secrets() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of Secrets that exist, as files and as a variable that no other Secret fills."""
    rest = optional(mount=st.booleans(), env=st.lists(st.builds(dict, key=KEYS), max_size=1))
    return named(WORDS, rest).map(_filled)


def _filled(references: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Name each variable after its Secret, with a letter that the names of all others do not have."""
    for reference in references:
        for variable in reference.get("env", []):
            variable["name"] = f"from.{reference['name']}"
    return references
