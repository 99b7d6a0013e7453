import json
from typing import Any

import pytest
import yaml

from tests.doors.mcp.conftest import Client, files_below
from tests.support.generation import EXAMPLES

pytestmark = pytest.mark.xdist_group("mcp")

VALUE = "Zuck3r-9"


def literal() -> dict[str, Any]:
    bundle: dict[str, Any] = yaml.safe_load((EXAMPLES / "order-service.yaml").read_text())
    bundle["component"]["env"] = [{"name": "DB_PASSWORD", "value": VALUE}]
    return bundle


@pytest.mark.parametrize("as_text", [True, False])
def test_a_secret_comes_back_to_no_client(client: Client, as_text: bool) -> None:
    bundle = yaml.safe_dump(literal()) if as_text else literal()
    result = client.call("generate_infrastructure", bundle=bundle, output="secrets")
    assert result.isError
    told = result.model_dump_json() + json.dumps(result.structuredContent)
    assert "literal-secret" in told
    assert "component.env[0].value" in told
    assert VALUE not in told
    found = [*files_below(client.workspace).values(), *files_below(client.state).values()]
    kept = [content.encode() if isinstance(content, str) else content for content in found]
    log = (client.state.parent / "log").read_bytes()
    assert not [content for content in (*kept, log) if VALUE.encode() in content]
