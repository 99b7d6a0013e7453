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
