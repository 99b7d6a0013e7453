"""What the server holds beside its own API: measurements for Prometheus, and MCP."""

import httpx2
import pytest

from tests.doors.http.conftest import MINIMAL

pytestmark = pytest.mark.xdist_group("http")


def test_generations_are_measured(client: httpx2.Client) -> None:
    yaml = {"Content-Type": "application/yaml"}
    dry = client.post("/v1/generations?dry_run=true", content=MINIMAL.read_bytes(), headers=yaml)
    assert dry.status_code == 200
    page = client.get("/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=")
    assert 'infragen_generations_total{kind="generate",status="generated"} ' in page.text


def test_mcp_is_spoken_beside_it(client: httpx2.Client) -> None:
    about = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}
    answer = client.post("/mcp", json=message, headers={"Accept": "application/json, text/event-stream"})
    assert answer.status_code == 200
    assert '"protocolVersion":"2025-06-18"' in answer.text
