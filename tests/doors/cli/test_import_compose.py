"""Compose files: what only compose reads as it does, and who calls whom."""

from tests.support.manifests import Made

FILE = """\
services:
  web:
    image: a/web:1.0.0
    ports: ["80:8080"]
    environment:
      {DB_URL: "postgres://u@db:5432/x", PRICE: "$$5", RAW: "$(whoami)", TWICE: "$$$$x", CACHE_HOST: my_cache}
    command: [sh, -c, 'echo $$HOME $(date)']
    depends_on: {db: {condition: service_started}}
    networks: [front, back]
  db:
    image: a/db:16.0.0
    networks: {back: {aliases: [database]}}
  my_cache:
    image: a/redis:7.2.4
    expose: [6379]
    networks: [back]
  page:
    image: a/page:1.0.0
    networks: [front]
    links: ["web:shop"]
    environment: {SHOP: "http://shop:8080", NOT_REACHED: "db:5432", GONE: "http://elsewhere:80"}
"""


def test_a_compose_file_means_the_same_in_a_cluster(made: Made) -> None:
    objects, err = made(FILE)
    (web,) = objects["Deployment/web"]["spec"]["template"]["spec"]["containers"]
    assert {variable["name"]: variable["value"] for variable in web["env"]} == {
        "DB_URL": "postgres://u@db.cs-acme-db:5432/x",
        "PRICE": "$5",
        "RAW": "$$(whoami)",
        "TWICE": "$$$$x",
        "CACHE_HOST": "my-cache.cs-acme-my-cache",
    }
    assert web["args"] == ["sh", "-c", "echo $HOME $$(date)"]
    (port,) = objects["Service/db"]["spec"]["ports"]
    assert port["port"] == 5432
    (page,) = objects["Deployment/page"]["spec"]["template"]["spec"]["containers"]
    assert page["env"][0]["value"] == "http://web.cs-acme-web:8080"
    assert "env[GONE] names the host elsewhere, which is no component of the input" in err
    reached = {name: namespaces(objects[f"NetworkPolicy/{name}"]) for name in ("web", "my-cache", "page")}
    assert reached == {
        "web": {"cs-acme-db", "cs-acme-my-cache"},
        "my-cache": {"cs-acme-web", "cs-acme-db"},
        "page": {"cs-acme-web"},
    }


def namespaces(policy: dict[str, dict[str, list[dict[str, list[dict[str, dict[str, dict[str, str]]]]]]]]) -> set[str]:
    """Return the namespaces of components that a NetworkPolicy lets its pods reach."""
    peers = [peer for rule in policy["spec"]["egress"] for peer in rule.get("to", [])]
    labels = [peer.get("namespaceSelector", {}).get("matchLabels", {}) for peer in peers]
    return {
        name for label in labels if (name := label.get("kubernetes.io/metadata.name", "")) and name.startswith("cs-")
    }


def test_a_service_that_others_reach_is_no_worker(made: Made) -> None:
    text = """\
services:
  api: {image: "a/api:1.0.0", depends_on: [store], environment: {STORE_HOST: store}}
  store: {image: "a/store:1.0.0"}
  alone: {image: "a/alone:1.0.0"}
"""
    objects, err = made(text, expected=2)
    assert "store: fill in component.ports" in err
    assert "advice platform-decides  in.yaml:2 service/api depends_on" in err
    assert {name for name in objects if name.startswith("Deployment/")} == {"Deployment/api", "Deployment/alone"}
    assert namespaces(objects["NetworkPolicy/api"]) == {"cs-acme-store"}
