"""What a literal secret is, in words for a message."""

from enum import StrEnum


class SecretKind(StrEnum):
    """The kind of a secret; its value reads well after "holds"."""

    PASSWORD = "a password, by the name of its field"  # noqa: S105 - words, not a password
    NAMED = "a secret, by the name of its field"
    RANDOM = "random text in a field for a key"
    ASSIGNED = "text that sets a password, token or key"
    ADDRESS = "an address with a password"
    HEADER = "an authorization header"
    PRIVATE_KEY = "a private key"
    PASSWORD_HASH = "a password's hash"  # noqa: S105 - words, not a password
    REGISTRY = "a registry's credentials"
    AWS = "an AWS access key"
    AZURE = "an Azure storage key"
    DISCORD = "a Discord token"
    GITHUB = "a GitHub token"
    GITLAB = "a GitLab token"
    GOOGLE = "a Google API key"
    JWT = "a JSON web token"
    MAILCHIMP = "a Mailchimp key"
    NPM = "an npm token"
    OPENAI = "an OpenAI key"
    PYPI = "a PyPI token"
    SENDGRID = "a SendGrid key"
    SHARED_ACCESS_SIGNATURE = "a shared access signature"
    SLACK = "a Slack token or webhook"
    SQUARE = "a Square secret"
    STRIPE = "a Stripe key"
    TELEGRAM = "a Telegram token"
    VAULT = "a Vault token"
