"""Prompts as values: what a prompt file says, and what it becomes for one call."""

from typing import Annotated, Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.conversation import Message
from foundation.model.names import DNS_LABEL

PromptName = Annotated[str, Field(pattern=DNS_LABEL)]
#: A version of another prompt, as in ``system/v1``.
PromptReference = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/v[1-9][0-9]{0,5}$")]
Penalty = Annotated[float, Field(ge=-2, le=2)]


class PromptVariable(FrozenModel):
    """A value that has to be filled in (Semantic Kernel: input variable)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60, description="Name in the template.")
    description: str = Field(min_length=1, description="What belongs there.")
    is_required: bool = Field(default=True, description="Whether a caller must give it.")
    default: str | None = Field(default=None, description="Text if nobody gives it.")
    block: bool = Field(
        default=False, description="Whether it may span lines; others may not, so that no value can pose as a line."
    )


class ExecutionSettings(FrozenModel):
    """Settings of a call, by their names in the chat completions API."""

    temperature: Annotated[float, Field(ge=0, le=2)] | None = Field(default=None, description="Randomness.")
    top_p: Annotated[float, Field(gt=0, le=1)] | None = Field(default=None, description="Share of likely tokens.")
    max_tokens: Annotated[int, Field(gt=0)] | None = Field(default=None, description="Most tokens of an answer.")
    max_completion_tokens: Annotated[int, Field(gt=0)] | None = Field(
        default=None, description="The same for models that think first, which do not take max_tokens."
    )
    seed: int | None = Field(default=None, description="Makes answers more alike.")
    stop: list[str] | None = Field(default=None, description="Texts that end an answer.")
    frequency_penalty: Penalty | None = Field(default=None, description="Makes repetitions less likely.")
    presence_penalty: Penalty | None = Field(default=None, description="Makes new subjects more likely.")
    reasoning_effort: Literal["low", "medium", "high"] | None = Field(
        default=None, description="How long a model thinks that does."
    )


class PromptSource(FrozenModel):
    """A prompt file: Semantic Kernel's YAML form, and what a prompt engineer needs beside it."""

    name: PromptName = Field(description="Name; the same as the folder's.")
    version: int = Field(ge=1, description="Version; the same as in the file's name.")
    description: str = Field(min_length=1, description="What it is for, in one sentence.")
    role: Literal["system", "user"] = Field(
        default="user", description="Whether the template is a system message or a user message."
    )
    system: PromptReference | Annotated[list[PromptReference], Field(min_length=1)] | None = Field(
        default=None, description="Prompts of role system whose texts open the system message, in their order."
    )
    system_template: str | None = Field(default=None, description="Further text of the system message.")
    template_format: Literal["jinja2"] = Field(description="Language of the templates.")
    template: str = Field(min_length=1, description="Text of the message.")
    input_variables: list[PromptVariable] = Field(default=[], description="Every variable of both templates.")
    execution_settings: dict[str, ExecutionSettings] = Field(
        default={}, description="Settings by model name; `default` for all others."
    )
    answer: Literal["text", "json"] = Field(default="text", description="Form of the answer.")
    sample: dict[str, Any] = Field(default={}, description="Values to try it with.")
    notes: str = Field(default="", description="Why it is as it is, for the next who changes it.")

    @property
    def systems(self) -> list[str]:
        """Return the references of the prompts that open the system message."""
        named = self.system or []
        return [named] if isinstance(named, str) else named


class RenderedPrompt(FrozenModel):
    """A prompt, filled in.

    Attributes:
        name: its name.
        version: its version.
        digest: digest of everything in the files that decides a request, without the values.
        messages: the conversation to send.
        answer: form of the answer.
        execution_settings: settings by model name.
    """

    name: str
    version: int
    digest: str
    messages: list[Message]
    answer: Literal["text", "json"]
    execution_settings: dict[str, ExecutionSettings]

    def settings_for(self, model: str) -> dict[str, Any]:
        """Return the settings for a model: its own if there are any, else the default ones."""
        found = self.execution_settings.get(model) or self.execution_settings.get("default") or ExecutionSettings()
        return found.model_dump(exclude_none=True)


class PromptDescription(FrozenModel):
    """One version of a prompt, and what is around it.

    Attributes:
        name: the prompt.
        version: the version.
        versions: all versions that there are.
        description: what it is for.
        file: where it is.
        digest: digest of what would be sent, but for the values.
        role: role of its message.
        systems: the prompts that open its system message.
        answer: form of the answer.
        variables: its variables.
        settings: settings by model.
        notes: what its authors say of it.
        cases: number of cases in its data sets.
        recordings: number of recorded answers.
        models: models that recordings exist of.
    """

    name: str
    version: int
    versions: list[int]
    description: str
    file: str
    digest: str
    role: str
    systems: list[str]
    answer: str
    variables: list[PromptVariable]
    settings: dict[str, dict[str, Any]]
    notes: str | None
    cases: int
    recordings: int
    models: list[str]
