"""Jobs, as they come out of a whole run."""

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
