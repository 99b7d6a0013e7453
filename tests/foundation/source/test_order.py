from foundation.source.bundle import bundles_from_data
from foundation.source.order import in_one_order


def test_keys_are_sorted_at_every_depth_and_the_data_stays_as_it_is() -> None:
    data = {"b": [{"d": 1, "c": {"z": 1, "a": 2}}], "a": "x"}
    assert str(in_one_order(data)) == str({"a": "x", "b": [{"c": {"a": 2, "z": 1}, "d": 1}]})
    assert list(data) == ["b", "a"]


def test_environments_keep_the_order_in_which_they_are_listed() -> None:
    assert list(in_one_order({"environments": {"prod": {}, "dev": {}}})["environments"]) == ["prod", "dev"]


def test_what_is_in_kubernetes_own_shape_is_in_one_order_too() -> None:
    labels = [{"b": "1", "a": "2"}, {"a": "2", "b": "1"}]
    component = {"name": "One", "type": "microservice", "transport": "http", "container_image": "a/b:1.0.0"}
    network = [{"egress": [{"to": [{"podSelector": {"matchLabels": given}}]}]} for given in labels]
    written = [
        bundles_from_data({"trace_id": "t", "component": {**component, "network_policy": policy}}, "request")[0]
        for policy in network
    ]
    assert written[0].bundle.model_dump_json() == written[1].bundle.model_dump_json()
