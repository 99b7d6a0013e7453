"""Jobs, as they come out of a whole run."""

import re
from typing import Any

from tests.plugins.helm_chart_builder.conftest import Render


def test_the_status_of_a_condition_is_written_though_kubernetes_fills_it_in(render: Render) -> None:
    rules = [
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]},
        {"action": "Count", "onPodConditions": [{"type": "PodScheduled", "status": "False"}]},
        {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42, 7, 42]}},
    ]
    job = render(type="job", transport="queue", job={"podFailurePolicy": {"rules": rules}})["job"][0]
    assert job["spec"]["podFailurePolicy"]["rules"] == [
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
        {"action": "Count", "onPodConditions": [{"type": "PodScheduled", "status": "False"}]},
        {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [7, 42]}},
    ]


def test_a_cronjob_leaves_life_and_suspension_of_its_jobs_to_itself(render: Render) -> None:
    settings = {"ttlSecondsAfterFinished": 60, "suspend": True, "backoffLimit": 2, "concurrencyPolicy": "Forbid"}
    cron = render(type="cronjob", transport="queue", schedule="@daily", job=settings)["cronjob"][0]["spec"]
    assert (cron["suspend"], cron["concurrencyPolicy"], cron["schedule"]) == (True, "Forbid", "@daily")
    inside = cron["jobTemplate"]["spec"]
    assert inside["backoffLimit"] == 2
    assert not {"suspend", "ttlSecondsAfterFinished", "concurrencyPolicy"} & inside.keys()
    job = render(type="job", transport="queue", job={"ttlSecondsAfterFinished": 60, "suspend": True})["job"][0]["spec"]
    assert (job["ttlSecondsAfterFinished"], job["suspend"]) == (60, True)


MIGRATION: dict[str, Any] = {"type": "job", "transport": "queue"}


def _name(render: Render, **settings: Any) -> str:
    return str(render(**{**MIGRATION, **settings})["job"][0]["metadata"]["name"])


def test_what_a_job_runs_gives_it_its_name_and_what_may_change_does_not(render: Render) -> None:
    name = _name(render)
    assert re.fullmatch(r"webdemo-[0-9a-f]{10}", name)
    assert _name(render) == name
    same = {"backoffLimit": 9, "activeDeadlineSeconds": 5, "ttlSecondsAfterFinished": 60, "suspend": True}
    assert _name(render, job=same) == name
    others = [
        _name(render, container_image="ghcr.io/acme/orders:9.9.9"),
        _name(render, job={"completions": 2}),
        _name(render, config={"LEVEL": "debug"}),
        _name(render, args=["migrate"]),
    ]
    assert len({name, *others}) == 5


def test_names_of_jobs_leave_room_for_the_index_of_their_pods(render: Render) -> None:
    name = _name(render, name="O" * 45 + "-Rders", job={"completionMode": "Indexed", "completions": 10000})
    assert re.fullmatch(r"o{45}-[0-9a-f]{10}", name)


def test_a_job_may_be_a_hook_of_helm(render: Render) -> None:
    hook = {"helm.sh/hook": "post-install,post-upgrade", "helm.sh/hook-delete-policy": "before-hook-creation"}
    job = render(**MIGRATION, annotations=hook)["job"][0]
    assert hook.items() <= job["metadata"]["annotations"].items()
