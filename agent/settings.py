"""Every setting that comes from the environment; .env.example lists them all."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_state_dir() -> Path:
    return Path.home() / ".local" / "state" / "infra-engineer"


class Settings(BaseSettings):
    """Settings, read from INFRA_ENGINEER_* variables."""

    model_config = SettingsConfigDict(env_prefix="INFRA_ENGINEER_", env_ignore_empty=True, extra="ignore", frozen=True)

    helm_engine: Literal["auto", "native", "binary"] = Field(
        default="auto", description="How to run Helm: in process, by the helm binary, or whichever there is."
    )
    helm_binary: str = Field(default="helm", description="The helm program, for the binary engine.")
    template_path: str = Field(
        default="", description="Further template folders, searched before the built-in one; separated by colons."
    )
    state_dir: Path = Field(
        default_factory=_default_state_dir, description="Folder for memory and for the events of failed runs."
    )
    workspace: Path = Field(
        default_factory=Path.cwd, description="Folder that the MCP server writes below and reads files from."
    )
    yamllint: bool = Field(default=False, description="Whether the gate also runs the yamllint program.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="Least severity that is logged, on stderr."
    )
    source_date_epoch: int | None = Field(
        default=None,
        validation_alias="SOURCE_DATE_EPOCH",
        description="Fixed time for events, in seconds since 1970, for reproducible logs.",
    )
