"""Names of the chat completions API's parameters that decide an answer; nothing is imported for them."""

#: Limits of an answer, each with the one that an endpoint may want instead.
LIMITS = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
#: Form of the answer.
FORM = "response_format"
#: Settings that change an answer. What the client library adds for itself (stream, user, metadata) does not.
SETTINGS = (
    "temperature",
    "top_p",
    *LIMITS,
    "seed",
    "stop",
    "frequency_penalty",
    "presence_penalty",
    "reasoning_effort",
    "parallel_tool_calls",
    FORM,
)
#: Those that make an answer more alike or shorter; without them there is one all the same.
OPTIONAL = tuple(name for name in SETTINGS if name not in LIMITS and name != FORM)
