"""Platforms that say more than the built-in policy: where state is kept, and how resources are reached."""

from pathlib import Path

from tests.support.generation import ROOT

_GROUPS = "/subscriptions/3f0c2b1e-8f6a-4c55-9d0e-7a1b2c3d4e5f/resourceGroups"
SUBNET = f"{_GROUPS}/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-prod/subnets/endpoints"
ZONES = f"{_GROUPS}/rg-dns"
STATE = """state:
  terraform: {resource_group: rg-state, storage_account: stacmestate, container: tfstate}
  pulumi: {address: "azblob://pulumi?storage_account=stacmestate", secrets_provider: "azurekeyvault://kv-acme.vault.azure.net/keys/p"}
"""
NETWORKS = f"""networks:
  dev: {{allowed: [203.0.113.0/24, 198.51.100.7]}}
  prod: {{private_endpoints: {{subnet: {SUBNET}, dns_zones: {ZONES}}}}}
"""
_SILENT = {"state: {terraform: null, pulumi: null}\n": STATE, "networks: {}\n": NETWORKS}


def template_path(folder: Path, *said: str, **others: str) -> str:
    """Write the policy of a platform that keeps state, or speaks of networks; return the path with its templates.

    Args:
        folder: a folder of its own.
        said: ``STATE``, ``NETWORKS`` or both.
        others: lines that take the place of such lines of the built-in policy, by the setting that they are of.
    """
    text = (ROOT / "templates" / "policies" / "infrastructure.yaml").read_text()
    changes = {old: new for old, new in _SILENT.items() if new in said}
    changes |= {f"{name}: {{}}\n": f"{name}: {line}\n" for name, line in others.items()}
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "policies").mkdir(parents=True)
    (folder / "policies" / "infrastructure.yaml").write_text(text)
    return f"{folder}:{ROOT / 'templates'}"
