"""The tables of docs/infrastructure.md: what resources there are in each back end, and what templates may name."""

from pathlib import Path

from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.infrastructure.kinds import ADDRESSED, KINDS
from foundation.model.policy.infrastructure import InfrastructurePolicy
from scripts.tables import row, with_part


def infrastructure_page(root: Path) -> str:
    """Return the page with its tables written anew.

    Args:
        root: the repository.
    """
    page = (root / "docs" / "infrastructure.md").read_text(encoding="utf-8")
    policy = TemplateLibrary([TemplateFolder(root / "templates")]).policy.infrastructure
    page = with_part(page, "resources", "\n".join(_resources(policy)) + "\n")
    page = with_part(page, "endpoints", "\n".join(_endpoints(policy)) + "\n")
    return with_part(page, "roles", "\n".join(_roles(policy)) + "\n")


def _resources(policy: InfrastructurePolicy) -> list[str]:
    versions = policy.versions
    native = f"Pulumi (azure-native {versions.azure_native}, the version of the API that it has)"
    heads = ("resource", "Bicep, with the version of the API", f"Terraform (azurerm {versions.azurerm})", native)
    rows = [row(*heads), row(*["---"] * len(heads))]
    for kind, facts in KINDS.items():
        title = f"{facts.title}: {', '.join(facts.children)}" if facts.children else facts.title
        azure = f"`{facts.azure}@{policy.api_versions[facts.azure]}`"
        rows.append(row(f"`{kind}`: {title}", azure, f"`{facts.terraform}`", f"`{facts.pulumi}`"))
    return rows


def _endpoints(policy: InfrastructurePolicy) -> list[str]:
    kinds = [(kind, facts) for kind, facts in KINDS.items() if facts.group]
    rows = [row("resource", "private endpoint for", "private DNS zone", "rules for addresses")]
    rows.append(row(*["---"] * 4))
    for kind, facts in kinds:
        rules = "firewall" if kind == "postgres" else "yes" if kind in ADDRESSED else "none"
        rows.append(row(f"`{kind}`", f"`{facts.group}`", f"`{policy.private_zones[kind]}`", rules))
    types = ("Microsoft.Network/privateEndpoints", "azurerm_private_endpoint", "azure-native:network:PrivateEndpoint")
    version = policy.api_versions[types[0]]
    return [*rows, "", f"They are `{types[0]}@{version}`, `{types[1]}` and `{types[2]}`, each with its DNS zone group."]


def _roles(policy: InfrastructurePolicy) -> list[str]:
    rows = [row("resource", "`use`", "role definition"), row("---", "---", "---")]
    for kind, roles in sorted(policy.roles.items()):
        rows += [row(f"`{kind}`", f"`{use}`", f"`{definition}`") for use, definition in roles.items()]
    return [
        *rows,
        row("`postgres`", "`administrator`", "Entra administrator of the server"),
        row("`redis`", "`contributor`", "access policy `default`"),
    ]
