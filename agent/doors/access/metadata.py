"""What a client needs to know to sign in: protected-resource metadata (RFC 9728), which MCP asks for."""

import json

PATH = "/.well-known/oauth-protected-resource"
#: What is protected, beside the whole server: clients of MCP ask by the path of its endpoint.
MCP_PATH = "/mcp"


class ResourceMetadata:
    """Says where to sign in.

    Args:
        issuer: the identity provider; empty if tokens are made by hand alone.
        public_url: address under which clients reach the server; empty if it is the one that they name.
    """

    def __init__(self, issuer: str = "", public_url: str = "") -> None:
        self._issuer = issuer
        self._public_url = public_url.rstrip("/")

    def document(self, path: str, base: str) -> bytes | None:
        """Return the metadata that is asked for by a path, if it is a path of metadata.

        Args:
            path: path of the request.
            base: scheme and host that the client named.
        """
        resource = {PATH: "", PATH + MCP_PATH: MCP_PATH}.get(path)
        if resource is None:
            return None
        told = {
            "resource": (self._public_url or base) + resource,
            **({"authorization_servers": [self._issuer]} if self._issuer else {}),
            "bearer_methods_supported": ["header"],
            "resource_name": "infrastructure-engineer-agent",
        }
        return json.dumps(told).encode()

    def address(self, path: str, base: str) -> str:
        """Return the address of the metadata for a path that was asked for without signing in.

        Args:
            path: path of the request.
            base: scheme and host that the client named.
        """
        suffix = MCP_PATH if path == MCP_PATH or path.startswith(f"{MCP_PATH}/") else ""
        return (self._public_url or base) + PATH + suffix
