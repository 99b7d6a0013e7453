"""A workflow of GitHub Actions."""

from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.run.trace import Trace
from plugins.pipeline_builder.answers import Place
from plugins.pipeline_builder.azure import TRACED, Sections

#: How a step writes the folder of the output; it is a variable, so that no input is ever part of a command.
ROOT = "$ROOT"


def workflow_file(
    places: list[Place], effective: EffectiveComponent, trace: Trace, answers: DeliveryPolicy, sections: Sections
) -> dict[str, Any]:
    """Return the file.

    Args:
        places: the environments, in their order.
        effective: the component.
        trace: the run's trace.
        answers: how it is deployed.
        sections: returns the steps.
    """
    # OpenID Connect asks for a token of the workflow's own.
    login = {"id-token": "write"} if answers.infrastructure else {}
    root = {"description": "Folder of the output", "type": "string", "default": answers.root}
    asked = {"inputs": {"root": root}}
    jobs = {}
    for index, place in enumerate(places):
        before = [places[index - 1].stage] if index else []
        jobs[place.stage] = _job(place, before, effective, answers, sections)
    return {
        "name": f"Deploy {effective.slug}",
        "on": {"workflow_call": asked, "workflow_dispatch": asked},
        "permissions": {"contents": "read", **login},
        "env": {name.upper(): getattr(trace, name) for name in TRACED},
        "jobs": jobs,
    }


def _job(
    place: Place, before: list[str], effective: EffectiveComponent, answers: DeliveryPolicy, sections: Sections
) -> dict[str, Any]:
    undo = [{**step, "if": "failure() && steps.release.outcome != 'skipped'"} for step in sections("undo", place)]
    names = ("check", "preview", "provision", "deploy", "verify", "finish")
    steps = [step for name in names for step in sections(name, place)]
    return {
        "name": f"Deploy {effective.slug} to {place.name}",
        **({"needs": before} if before else {}),
        "runs-on": answers.agent_image,
        "environment": place.environment,
        "concurrency": {"group": f"deploy-{effective.namespace}-{place.name}", "cancel-in-progress": False},
        # Checks and the way back take time beside the roll-out itself.
        "timeout-minutes": 3 * answers.rollout_timeout_minutes,
        "env": {"ROOT": "${{ inputs.root }}"},
        "steps": [*steps, *undo],
    }
