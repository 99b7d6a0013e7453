"""Put the MCP conformance suite and the MCP Inspector into .cache/tools, for the tests that ask our server."""

from npm_package import Package, fetch

CONFORMANCE = Package(
    name="@modelcontextprotocol/conformance",
    version="0.1.16",
    integrity="sha512-GI7qiN0r39/MH2srVUR3AXaEN0YLCro20lIBbnvc1frBhszenxvUifBuTzxeVQVagILfBzCIcnungUOma8OrgA==",
    folder="mcp-conformance",
)
INSPECTOR = Package(
    name="@modelcontextprotocol/inspector",
    version="2.12.0",
    integrity="sha512-ppfN5+HnVWo6dY7jz5RMFUFTfEYPnFUjN3XN2w6PI6nmB/AFFXPGPfLBRvCeSx+qIH6kpi7Nsz5HYRp49loHpA==",
    folder="mcp-inspector",
)

if __name__ == "__main__":
    raise SystemExit(fetch(CONFORMANCE) or fetch(INSPECTOR))
