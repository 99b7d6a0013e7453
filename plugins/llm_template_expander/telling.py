"""What a model is told of the policy: each kind with what calls for it, each field with its type and bounds."""

from foundation.language_model.response_schema import ResponseForm, response_format
from foundation.model.drafts.draft import Draft
from foundation.model.drafts.policy import DraftPolicy
from plugins.llm_template_expander.forms import FieldForm, field_forms

#: Entries of a list that the response schema offers; the rules take some more.
OFFERED = 3
#: Where a CronJob has the spec of its Jobs: the same fields once more, which are told in one line with those of a Job.
_INNER = "jobTemplate.spec."


def told_kinds(policy: DraftPolicy) -> str:
    """Return a line for each kind: whether it is a workload, what it is for, and what calls for it.

    Args:
        policy: what drafts may hold.
    """
    lines = []
    for name, about in policy.kinds.items():
        head = f"{name} (workload)" if about.chart is not None else name
        lines.append(f"{head}: {about.description}" + (f" {about.when}" if about.when else ""))
    return "\n".join(lines)


def told_fields(policy: DraftPolicy) -> str:
    """Return the fields with their forms, each under the kinds that take it.

    Args:
        policy: what drafts may hold.
    """
    takers: dict[FieldForm, list[str]] = {}
    for name, about in policy.kinds.items():
        for form in field_forms(about, policy):
            plain = form.model_copy(update={"path": form.path.removeprefix(_INNER)})
            inner = plain != form and plain in takers
            takers.setdefault(plain if inner else form, []).append(f'{name} after "{_INNER}"' if inner else name)
    groups: dict[str, list[str]] = {}
    for form, kinds in takers.items():
        groups.setdefault(", ".join(kinds), []).append(f"  {form.shown}: {form.text}")
    return "\n".join(line for kinds, lines in groups.items() for line in (kinds, *lines))


def draft_form(policy: DraftPolicy) -> ResponseForm:
    """Return the form of drafts for the ``response_format`` of a request: kinds and paths are the policy's.

    Args:
        policy: what drafts may hold.
    """
    return response_format(Draft, {"DraftObject.kind": list(policy.kinds), "DraftField.path": offered_paths(policy)})


def offered_paths(policy: DraftPolicy) -> list[str]:
    """Return every path that a draft may give, with the first indices of lists, for the response schema.

    Args:
        policy: what drafts may hold.
    """
    paths = [form.path for about in policy.kinds.values() for form in field_forms(about, policy)]
    return list(
        dict.fromkeys(
            path.replace("[*]", f"[{index}]") for path in paths for index in (range(OFFERED) if "[*]" in path else (0,))
        )
    )
