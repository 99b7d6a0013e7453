"""Text and names, those included that YAML likes to misread."""

from typing import Any

from hypothesis import strategies as st

from foundation.model.names import AMBIGUOUS_WORDS, dns_label
from foundation.secrets.names import Meaning, meaning

#: Text that some YAML parser takes for something else, or that a template engine would act on.
TRICKY = [
    "yes", "no", "on", "off", "y", "n", "true", "null", "~", "", " ", "0123", "0x1F", "0o17", "1e3", "1_000", ".5",
    "-.inf", ".nan", "2025-05-07", "=", "<<", "-", "- a", "? a", "a: b", "a #b", "#34577c", "::", "*a", "&a", "!a",
    "12:30:45", "@a", "`a`", "%a", "|", ">", "'", '"', "it's", 'say "hi"', "\\", "C:\\temp\\new", "{{ .Values.env }}",
    "{{", "}}", "{% raw %}", "${VAR}", "$(VAR)", "[a, b]", "{a: b}", "---", "...", " padded ", "\tTab", "a\tb",
    "a\nb", "a\nb\n", "a\n\nb\n\n", "\n", "\n\na", "  a\n b", "a \nb", "a\r\nb", "\u00e9\u20ac", "\U0001f680",
    "\u00a0", "\ufeff", "# no comment\nkey: value\n", '{"json": [1, 2]}', "a" * 200, "word " * 60,
]  # fmt: skip
#: Everything that YAML and Kubernetes allow in text.
TEXT = st.one_of(
    st.sampled_from(TRICKY),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]) | st.sampled_from("\n\t"),
        max_size=20,
    ),
)
#: Values of labels.
LABELS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,18}[A-Za-z0-9])?", fullmatch=True)
#: Names without hyphens; what other strategies name with one can never be the same.
WORDS = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True) | st.sampled_from(["y", "no", "null", "on"])
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,10}", fullmatch=True)
#: Names of labels and annotations of our own objects, where a word that YAML misreads is refused.
#: A word such as PW is left out too: whatever stands beside it is taken for a literal secret.
METADATA_KEYS = st.builds(
    "example.com/{}".format, KEYS.filter(lambda key: key[-1].isalnum() and meaning(key) in (Meaning.NONE, Meaning.HINT))
)
#: Names of components; what other strategies call a container or a Service starts otherwise.
NAMES = st.from_regex(r"[A-Za-z]([A-Za-z0-9_. -]{0,12}[A-Za-z0-9])?", fullmatch=True).filter(
    lambda name: (
        dns_label(name) not in AMBIGUOUS_WORDS and not dns_label(name).startswith(("before-", "beside-", "more-"))
    )
)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return mappings with any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


def some(strategy: st.SearchStrategy[Any], most: int = 2, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """Return short lists."""
    return st.lists(strategy, min_size=least, max_size=most)


def named(
    names: st.SearchStrategy[str], entries: st.SearchStrategy[dict[str, Any]], most: int = 2, key: str = "name"
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return short lists of entries with names of their own.

    Args:
        names: the names.
        entries: all else of an entry.
        most: longest list.
        key: under which key the name stands.
    """
    entry = st.builds(lambda name, rest: {key: name, **rest}, names, entries)
    return st.lists(entry, max_size=most, unique_by=lambda item: str(item[key]))
