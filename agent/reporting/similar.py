"""Similar components as text."""

from collections.abc import Iterator, Sequence

from foundation.model.run.similar import ScopePattern, Similar, SinceLastRun
from foundation.source.tree import shown

#: Features of one kind that text names; JSON holds all.
_NAMED = 4
#: Where the fields of pods stand in most kinds; said once in the documents, and not in each line.
_POD = ".spec.template.spec."


def similar_text(found: Similar) -> str:
    """Return what is like a component, what its domain does, and what changed since its last run."""
    lines = [f"{found.component} ({found.tenant})", *_near(found), *_pattern(found.pattern), *_since(found.since)]
    return "".join(f"{shown(line)}\n" for line in lines)


def _near(found: Similar) -> Iterator[str]:
    if not found.similar:
        yield "  similar: memory knows no other component"
    for one in found.similar:
        where = f"{one.component_type or 'of an unknown type'}, {one.component_scope}, {one.trace_id}"
        yield f"  {one.score:.3f}  {one.component} ({where}): {one.shared} features in common"
        yield from _listed("    it also has", one.own)
        yield from _listed("    it lacks", one.missing)


def _pattern(pattern: ScopePattern) -> Iterator[str]:
    scope = pattern.component_scope or "no domain"
    if not (pattern.followed or pattern.departs_without):
        yield f"  pattern of {scope}: none, with {pattern.components} other components"
        return
    yield f"  pattern of {scope}, {pattern.components} other components: follows it in {len(pattern.followed)} features"
    yield from _listed("    most of them have", pattern.departs_without)
    yield from _listed("    hardly any of them has", pattern.departs_with)


def _since(since: SinceLastRun | None) -> Iterator[str]:
    if since is None:
        yield "  last run: memory knows of none"
        return
    said = "the same bytes" if since.same else "other bytes"
    yield f"  last run: {since.trace_id}, {since.recorded_at}: {said}"
    yield from _listed("    came", since.added)
    yield from _listed("    went", since.removed)


def _listed(what: str, names: Sequence[str]) -> Iterator[str]:
    """Yield a line that names the first features; what stands below one of them goes without saying."""
    top = [name for name in names if not any(name != other and name.startswith(f"{other}.") for other in names)]
    if top:
        more = f" and {len(top) - _NAMED} more" if len(top) > _NAMED else ""
        yield f"{what}: {', '.join(name.replace(_POD, '…') for name in top[:_NAMED])}{more}"
