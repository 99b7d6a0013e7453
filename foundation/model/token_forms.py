"""Forms of tokens that give themselves away: whose they are, how they begin, and of what they are made.

Prefixes and lengths are facts that the issuers publish, and that the rule lists of secret scanners (gitleaks above all)
gather. Each form is letters of its own and then sets of characters, as often as the shortest token has them: a search
takes time in proportion to the text. What is public by nature (publishable keys, ids of clients) is not in the list.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from foundation.model.expressions import expression

_HEX, _LOWER, _ALL, _WORD = "[a-f0-9]", "[a-z0-9]", "[A-Za-z0-9]", r"[\w-]"
_BASE64 = "[A-Za-z0-9+/]"
_UUID = "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"
_OF_AZURE = "[A-Za-z0-9+/]{5}[AQgw]"

#: By kind, in words that read well after "holds".
FORMS: dict[str, tuple[str, ...]] = {
    "a 1Password key or token": (r"A3-[A-Z0-9]{6}-[A-Z0-9]{6}-?[A-Z0-9]{5}-[A-Z0-9]{5}", r"ops_eyJ[\w+/]{200}"),
    "an Adobe client secret": (rf"p8e-{_ALL}{{32}}",),
    "an age secret key": (r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}",),
    "an Airtable token": (rf"pat{_ALL}{{14}}\.{_HEX}{{64}}",),
    "an Alibaba Cloud access key": (rf"LTAI{_ALL}{{20}}",),
    "an Anthropic key": (rf"sk-ant-[a-z]{{3,5}}[0-9]{{2}}-{_WORD}{{80}}",),
    "an Artifactory token": (rf"AKCp{_ALL}{{69}}", rf"cmVmd{_ALL}{{59}}"),
    "an Atlassian token": (
        r"ATATT3[\w=-]{150}",
        r"ATCTT3[\w=-]{150}",
        r"ATSTT3[\w=-]{150}",
        rf"ATBB{_ALL}{{32}}",
    ),
    "an Authress access key": (
        *(
            rf"{kind}_{_ALL}{{5,30}}\.{_ALL}{{4,6}}\.acc[_-][a-z0-9-]{{10,32}}\.[\w+/=-]{{30}}"
            for kind in ("sc", "ext", "scauth", "authress")
        ),
    ),
    "an AWS access key": (
        r"A3T[A-Z0-9][A-Z0-9]{16}",
        *(rf"{kind}[A-Z0-9]{{16}}" for kind in ("ABIA", "ACCA", "AKIA", "ASIA")),
    ),
    "an Amazon Bedrock key": (rf"ABSK{_BASE64}{{100}}", rf"bedrock-api-key-{_BASE64}{{28}}"),
    "an Azure storage key": (rf"AccountKey={_BASE64}{{86}}==",),
    "a Buildkite token": (rf"bkua_{_HEX}{{40}}",),
    "a CircleCI token": (rf"CCIPAT_{_ALL}{{22}}_{_HEX}{{40}}", rf"CCIPRJ_{_ALL}{{22}}_{_HEX}{{40}}"),
    "a ClickHouse Cloud key": (rf"4b1d(?=[a-z0-9]*[A-Z]){_ALL}{{38}}",),
    "a Clojars token": (rf"CLOJARS_{_LOWER}{{60}}",),
    "a Cloudflare key": (rf"v1\.0-{_HEX}{{24}}-{_HEX}{{146}}",),
    "a Contentful token": (rf"CFPAT-{_WORD}{{43}}",),
    "a Databricks token": (rf"dapi{_HEX}{{32}}", rf"dose{_HEX}{{32}}"),
    "a Defined Networking token": (r"dnkey-[a-z0-9=_-]{26}-[a-z0-9=_-]{52}",),
    "a DigitalOcean token": (*(rf"do{kind}_v1_{_HEX}{{64}}" for kind in "opr"),),
    "a Discord token": (
        rf"discord\.com/api/webhooks/[0-9]{{17}}[0-9]*/{_WORD}{{60}}",
        rf"discordapp\.com/api/webhooks/[0-9]{{17}}[0-9]*/{_WORD}{{60}}",
    ),
    "a Docker Hub token": (rf"dckr_pat_{_WORD}{{27}}", rf"dckr_oat_{_WORD}{{32}}"),
    "a Doppler token": (
        rf"dp\.pt\.{_ALL}{{40}}",
        rf"dp\.ct\.{_ALL}{{40}}",
        rf"dp\.scim\.{_ALL}{{40}}",
        rf"dp\.audit\.{_ALL}{{40}}",
        rf"dp\.said\.{_ALL}{{40}}",
        rf"dp\.st\.[a-z0-9_-]{{0,35}}\.?{_ALL}{{40}}",
    ),
    "a Dropbox token": (r"sl\.[\w=-]{130}", r"sl\.u\.[\w=-]{130}"),
    "a Duffel token": (r"duffel_test_[\w=-]{43}", r"duffel_live_[\w=-]{43}"),
    "a Dynatrace token": (
        *(rf"dt0{kind}\.[A-Za-z0-9]{{8,24}}\.{_ALL}{{64}}" for kind in ("c01", "s01", "s02", "s16")),
    ),
    "an EasyPost key": (rf"EZAK{_ALL}{{54}}", rf"EZTK{_ALL}{{54}}"),
    "a Facebook token": (rf"EAAM{_ALL}{{100}}", rf"EAAC{_ALL}{{100}}"),
    "a Figma token": (rf"figd_{_WORD}{{40}}", rf"figo_{_WORD}{{40}}"),
    "a Flutterwave key": (rf"FLWSECK_TEST-{_LOWER}{{12}}", rf"FLWSECK-{_LOWER}{{32}}"),
    "a Fly.io token": (
        rf"fo1_{_WORD}{{43}}",
        rf"fm1a_{_BASE64}{{100}}",
        rf"fm1r_{_BASE64}{{100}}",
        rf"fm2_{_BASE64}{{100}}",
    ),
    "a Frame.io token": (r"fio-u-[\w=-]{64}",),
    "a GitHub token": (
        *(rf"gh{kind}_[A-Za-z0-9_]{{36}}" for kind in "pousr"),
        r"github_pat_\w{40}",
    ),
    "a GitLab token": (
        *(
            rf"gl{kind}-{_WORD}{{20}}"
            for kind in ("pat", "dt", "ft", "soat", "rt", "ffct", "cbt", "imt", "ptt", "agent", "oas", "wt")
        ),
        rf"GR1348941{_WORD}{{20}}",
        rf"_gitlab_session={_LOWER}{{32}}",
    ),
    "a GoCardless token": (r"live_(?=[a-z_=-]*[A-Z0-9])[\w=-]{40}",),
    "a Google API key": (r"AIza[\w-]{35}(?![\w-])",),
    "a Google client secret or token": (
        rf"GOCSPX-{_WORD}{{28}}",
        rf"ya29\.{_WORD}{{30}}",
        rf"1//0{_WORD}{{40}}",
    ),
    "a Grafana token": (rf"glc_{_BASE64}{{32}}", rf"glsa_{_ALL}{{32}}_[A-Fa-f0-9]{{8}}", rf"eyJrIjoi{_ALL}{{70}}"),
    "a Groq key": (rf"gsk_{_ALL}{{48}}",),
    "a Harness key": (*(rf"{kind}\.{_WORD}{{22}}\.{_ALL}{{24}}\.{_ALL}{{20}}" for kind in ("pat", "sat")),),
    "a Heroku key": (rf"HRKU-{_WORD}{{36}}",),
    "a HubSpot token": (rf"pat-na1-{_UUID}", rf"pat-eu1-{_UUID}", rf"pat-na2-{_UUID}"),
    "a Hugging Face token": (r"hf_[A-Za-z0-9]{34}", r"api_org_[A-Za-z0-9]{34}"),
    "an Infracost key": (rf"ico-{_ALL}{{32}}",),
    "an Intra42 client secret": (rf"s-s4t2ud-{_HEX}{{64}}", rf"s-s4t2af-{_HEX}{{64}}"),
    "a LangSmith key": (*(rf"lsv2_{kind}_{_HEX}{{32}}_{_HEX}{{10}}" for kind in ("pt", "sk")),),
    "a LaunchDarkly key": (rf"sdk-{_UUID}", rf"api-{_UUID}"),
    "a Linear token": (rf"lin_api_{_ALL}{{40}}", rf"lin_oauth_{_HEX}{{64}}"),
    "a Lob key": (rf"live_{_HEX}{{35}}", rf"test_{_HEX}{{35}}"),
    "a Mailgun key": (rf"key-{_HEX}{{32}}(?![a-f0-9-])",),
    "a Mapbox token": (rf"sk\.eyJ{_WORD}{{40}}\.{_WORD}{{20}}",),
    "a New Relic key": (
        rf"NRAK-{_ALL}{{27}}",
        r"NRII-[A-Za-z0-9-]{32}",
        rf"NRRA-{_HEX}{{42}}",
        rf"NRJS-{_HEX}{{19}}",
    ),
    "a Netlify token": (r"nfp_\w{36}", r"nfc_\w{36}", r"nfo_\w{36}"),
    "a Notion token": (rf"ntn_[0-9]{{11}}{_ALL}{{35}}", rf"secret_{_ALL}{{43}}"),
    "an npm token": (rf"npm_{_ALL}{{36}}",),
    "a NuGet key": (rf"oy2{_LOWER}{{43}}",),
    "an Octopus Deploy key": (r"API-[A-Z0-9]{26}",),
    "an OpenAI key": (r"sk-(?=[a-z0-9_-]*[A-Z])(?=[A-Za-z_-]*[0-9])[\w-]{20}",),
    "an OpenRouter key": (rf"sk-or-v1-{_HEX}{{64}}",),
    "an OpenShift token": (rf"sha256~{_WORD}{{43}}",),
    "a Perplexity key": (rf"pplx-{_ALL}{{48}}",),
    "a Pinecone key": (rf"pcsk_{_ALL}{{5,6}}_{_ALL}{{60}}",),
    "a Plaid token": (*(rf"access-{place}-{_UUID}" for place in ("sandbox", "development", "production")),),
    "a PlanetScale token": (*(rf"pscale_{kind}_[\w=.-]{{32}}" for kind in ("tkn", "oauth", "pw")),),
    "a PostHog key": (rf"phx_{_ALL}{{43}}",),
    "a Postman key": (rf"PMAK-{_HEX}{{24}}-{_HEX}{{34}}",),
    "a Prefect key": (rf"pnu_{_ALL}{{36}}", rf"pnb_{_ALL}{{36}}"),
    "a Pulumi token": (rf"pul-{_HEX}{{40}}",),
    "a PyPI token": (rf"pypi-AgEIcHlwaS5vcmc{_WORD}{{50}}", rf"pypi-AgENdGVzdC5weXBpLm9yZw{_WORD}{{50}}"),
    "a ReadMe key": (rf"rdme_{_LOWER}{{70}}",),
    "a Replicate token": (rf"r8_{_ALL}{{37}}",),
    "a RubyGems key": (rf"rubygems_{_HEX}{{48}}",),
    "a Salesforce token": (rf"00D{_ALL}{{12}}![\w.]{{80}}",),
    "a Scalingo token": (rf"tk-us-{_WORD}{{48}}",),
    "a SendGrid key": (r"SG\.[\w-]{22}\.[\w-]{43}", r"SG\.[\w=.-]{66}"),
    "a Sendinblue key": (rf"xkeysib-{_HEX}{{64}}-{_ALL}{{16}}", rf"xsmtpsib-{_HEX}{{64}}-{_ALL}{{16}}"),
    "a Sentry token": (r"sntrys_eyJ[\w+/=]{50}", rf"sntryu_{_HEX}{{64}}"),
    "a Settlemint token": (*(rf"sm_{kind}_{_ALL}{{16}}" for kind in ("aat", "pat", "sat")),),
    "a Shippo token": (*(rf"shippo_{kind}_[A-Fa-f0-9]{{40}}" for kind in ("live", "test")),),
    "a Shopify token": (*(rf"shp{kind}_[A-Fa-f0-9]{{32}}" for kind in ("at", "ca", "pa", "ss", "tka", "ua")),),
    "a Slack token or webhook": (
        *(rf"xox{kind}-(?:[0-9]{{6,14}}-){{1,4}}{_ALL}{{8}}" for kind in "abposr"),
        *(rf"xox{kind}-{_ALL}{{12}}" for kind in "ar"),
        r"xoxe\.xox[bp]-[0-9]-[A-Z0-9]{160}",
        r"xoxe-[0-9]-[A-Z0-9]{140}",
        rf"xapp-[0-9]-[A-Z0-9]{{6,20}}-[0-9]{{6,20}}-{_HEX}{{10}}",
        *(rf"hooks\.slack\.com/{kind}/\w{{4,20}}/\w{{4,20}}/\w{{8}}" for kind in ("services", "workflows", "triggers")),
    ),
    "a Snyk token": (*(rf"snyk_{kind}\.{_HEX}{{8}}\.[\w.-]{{40}}" for kind in ("uat", "sat")),),
    "a SonarQube token": (*(rf"sq{kind}_{_HEX}{{40}}" for kind in "upa"),),
    "a Sourcegraph token": (rf"sgp_{_HEX}{{40}}", rf"sgp_local_{_HEX}{{40}}", rf"sgp_{_HEX}{{16}}_{_HEX}{{40}}"),
    "a Square secret": (rf"sq0csp-{_WORD}{{43}}", rf"sq0atp-{_WORD}{{22}}", rf"EAAA{_WORD}{{60}}"),
    "a Stripe key": (
        *(rf"{kind}_{mode}_{_ALL}{{10}}" for kind in ("sk", "rk") for mode in ("test", "live", "prod")),
        rf"whsec_{_BASE64}{{24}}",
    ),
    "a Supabase token": (rf"sbp_{_HEX}{{40}}", rf"sb_secret_{_WORD}{{31}}"),
    "a Tailscale key": (*(rf"tskey-{kind}-{_ALL}{{8}}" for kind in ("auth", "api", "client", "scim", "webhook")),),
    "a Twilio key": (rf"SK{_HEX}{{32}}(?![A-Za-z0-9])",),
    "a Twitter token": ("A" * 22 + "[A-Za-z0-9%]{80}",),
    "a Typeform token": (r"tfp_[\w.=-]{59}",),
    "a Vault token": (
        r"hvs\.[\w-]{24}",
        r"hvb\.[\w-]{24}",
        r"hvr\.[\w-]{24}",
        rf"s\.(?=[a-z0-9]*[A-Z])(?=[A-Za-z]*[0-9]){_ALL}{{24}}(?![\w.-])",
    ),
    "an xAI key": (rf"xai-{_ALL}{{70}}",),
    "a Yandex token": (r"AQVN[\w-]{35}", r"t1\.[\w-]+=?=?\.[\w-]{86}", rf"y0_{_WORD}{{50}}"),
}
#: Forms with the mark in their middle or at their end: the mark, and all of it.
_MARKED: dict[str, tuple[tuple[str, str], ...]] = {
    "an Asana token": ((":", rf"[0-2]/[0-9]{{16}}(?:/[0-9]{{16}})?:{_HEX}{{32}}"),),
    "an Azure key": (
        ("Q~", r"[\w~.]{3}[0-9]Q~[\w~.-]{31}"),
        ("+ASt", rf"{_BASE64}{{76}}\+ASt{_OF_AZURE}=="),
        ("ACDb", rf"{_BASE64}{{76}}ACDb{_OF_AZURE}=="),
        ("AzFu", rf"{_WORD}{{44}}AzFu[\w-]{{5}}[AQgw]=="),
        ("AzSe", rf"{_ALL}{{42}}AzSe[A-D]{_ALL}{{5}}"),
        ("AzCa", rf"{_ALL}{{33}}AzCaA[A-P]{_ALL}{{5}}="),
        ("+ACR", rf"{_BASE64}{{42}}\+ACR[A-D]{_BASE64}{{5}}"),
        ("+ASb", rf"{_BASE64}{{33}}\+ASb{_BASE64}{{6}}="),
        ("+AEh", rf"{_BASE64}{{33}}\+AEh{_BASE64}{{6}}="),
        ("+ARm", rf"{_BASE64}{{33}}\+ARm{_BASE64}{{6}}="),
        ("AIoT", rf"{_BASE64}{{33}}AIoT{_BASE64}{{5}}="),
        ("AZDO", rf"{_ALL}{{76}}AZDO{_ALL}{{4}}"),
    ),
    "a Discord token": ((".", r"[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}"),),
    "a Facebook token": (("|", rf"[0-9]{{15,16}}\|{_WORD}{{27}}"),),
    "a Mailchimp key": (("-us", rf"{_LOWER}{{32}}-us[0-9]{{1,2}}(?![A-Za-z0-9])"),),
    "a MaxMind key": (("_mmk", rf"{_ALL}{{6}}_{_ALL}{{29}}_mmk"),),
    "a Microsoft Teams webhook": ((".webhook.office.com/", rf"[a-z0-9-]+\.webhook\.office\.com/webhookb2/{_UUID}@"),),
    "a Telegram token": ((":", r"[0-9]{8,10}:[\w-]{35}"),),
    "a Terraform token": ((".atlasv1.", rf"{_ALL}{{14}}\.atlasv1\.[\w=-]{{60}}"),),
}
#: What stands between the parts of a path or an assignment.
_PARTS = expression(r"([=/:]|(?<![a-z0-9][0-9])\.(?=[a-z]))")
_OWN_LETTERS = expression(r"(?:[\w:/~=!-]|\\\.)+")
#: Where a token may begin: after no letter and no digit; one that begins as other words end, not within a name either.
_BEGIN, _BEGIN_OF_WORD = r"(?<![A-Za-z0-9])", r"(?<![\w-])"
_WORDS = frozenset({"api-", "key-", "live_", "pat", "sdk-", "sk-", "sl.", "test_"})
#: Longer words are pictures or archives.
_LONGEST = 4096
_CHARACTERS = r"[\w+/=.:~|!%@-]"
_LONG_WORD = expression(rf"(?<!{_CHARACTERS}){_CHARACTERS}{{16,}}+")
#: Every token has this many characters without a break, a digit or a capital among them. Digests and UUIDs have, too.
_CANDIDATE = expression(r"(?<![\w+=-])(?<!sha256:)(?![0-9a-f]{8}-[0-9a-f]{4}-)(?=[a-z_+=-]*[A-Z0-9])[\w+=-]{20}")
#: Those whose characters break them sooner, by letters that nothing else has.
_BROKEN = expression(
    r"Q~|whsec_|xox[abposr]-|xapp-|tskey-|[sr]k_(?:live|test|prod)_|\.acc[_-]|hooks\.slack\.com|webhook\.office\.com"
)
_JSON_WEB_TOKEN = expression(r"(?<![\w-])eyJ[\w-]{10,}+\.[\w-]{10,}+(?:\.[\w-]*+)?")


class _Form(NamedTuple):
    """One form: what tells it at once, its kind, and the whole of it."""

    mark: str
    kind: str
    pattern: str


def every_form() -> Iterator[tuple[str, str]]:
    """Yield each form with its kind, as a regular expression."""
    return ((form.kind, form.pattern) for form in _forms())


def long_words(text: str) -> list[str]:
    """Return the words of a text that are long enough to hold a token."""
    return _LONG_WORD.findall(text)


def token_form(words: Iterable[str]) -> str | None:
    """Return the kind of the first token in some words, in the words of the table.

    Args:
        words: words without white space; those of more than some thousand characters are pictures and archives.
    """
    return next((kind for word in words if (kind := _of_word(word)) is not None), None)


def without_tokens(text: str, instead: str) -> str:
    """Return a text without its tokens.

    Args:
        text: any text.
        instead: what takes the place of each.
    """
    text = _JSON_WEB_TOKEN.sub(instead, text) if "eyJ" in text else text
    return _LONG_WORD.sub(lambda word: _without(word[0], instead), text)


def _of_word(word: str) -> str | None:
    if len(word) > _LONGEST or not (_CANDIDATE.search(word) or _BROKEN.search(word)):
        return None
    for form in _forms():
        if form.mark in word and _compiled(form.mark, form.pattern).search(word):
            return form.kind
    return None


def _without(word: str, instead: str) -> str:
    """Take out the parts of a word that are tokens, with what follows them in the same part."""
    if _of_word(word) is None:
        return word
    parts = [instead if _of_word(part) else part for part in _PARTS.split(word)]
    return "".join(parts) if instead in parts else instead


@cache
def _forms() -> tuple[_Form, ...]:
    """Return every form, those with more letters of their own first: ``sk-ant-`` is more than ``sk-``."""
    return tuple(sorted([*_plain(), *_marked()], key=lambda form: -len(form.mark)))


def _plain() -> Iterator[_Form]:
    return (_Form(_mark(form), kind, form) for kind, forms in FORMS.items() for form in forms)


def _marked() -> Iterator[_Form]:
    return (_Form(mark, kind, form) for kind, forms in _MARKED.items() for mark, form in forms)


def _mark(form: str) -> str:
    """Return the letters that a form begins with, as far as they are the same in all tokens."""
    found = _OWN_LETTERS.match(form)
    return found[0].replace("\\.", ".") if found else ""


@cache
def _compiled(mark: str, form: str) -> re.Pattern[str]:
    return re.compile((_BEGIN_OF_WORD if mark in _WORDS else _BEGIN) + form)
