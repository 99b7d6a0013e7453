"""Every pattern that a value can be held against, in words: nobody should have to read one to mend a bundle.

Keys are the patterns as the models, and the schemas of custom resources, write them. A test holds the table to both.
"""

from dataclasses import dataclass

from foundation.model.names import (
    DNS_LABEL,
    DNS_SUBDOMAIN,
    LABEL_VALUE,
    NAMESPACE_PATTERN,
    QUALIFIED_NAME,
    SEEN_LINE,
    SEMANTIC_VERSION,
)


@dataclass(frozen=True)
class Form:
    """What a pattern allows.

    Attributes:
        words: what it allows, as "a ..." or "an ...".
        example: a value of that form.
        short: what it is called where a page has no room; else the words without their article.
    """

    words: str
    example: str
    short: str = ""

    @property
    def noun(self) -> str:
        """What a value of the form is called."""
        return self.short or self.words.partition(" ")[2]

    def __str__(self) -> str:
        return f"{self.words}, such as {self.example}"


_NAME = Form("a name of lower-case letters, digits and hyphens", "orders-api")
_DOTTED = Form("an object name of lower-case letters, digits, hyphens and dots", "orders-api", "object name")
_PREFIXED = Form(
    "a name with an optional domain in front of a slash",
    "example.com/team",
    "name, such as `team` or `example.com/team`",
)
_LABEL = Form(
    "a label value of at most 63 letters, digits, dots, hyphens and underscores", "trace-ord-8128", "label value"
)
_HOST = Form("a host name, with *. in front for all below it", "*.example.com")
_ADDRESS = Form("an IPv4 or IPv6 address", "10.0.0.10")
_DURATION = Form("a duration of numbers with units", "1h30m")
_LONG_DURATION = Form("a duration of numbers with units, from years to milliseconds", "2d12h")
_ABSOLUTE = Form("an absolute path", "/var/lib/orders")
_UUID = Form("a UUID", "00000000-0000-0000-0000-000000000001")
_SECTION = Form("a kind of letters, digits and hyphens that begins with a letter", "Gateway")
_AGENT = Form("an agent's name of letters, digits and hyphens that begins with a letter", "infrastructure-architect")
_FILE_NAME = Form("a file name without folders", "settings.json")
_FIELD = Form("a place of fields and indexes", "spec.rules[0].host")
_OPTIONAL_DOMAIN = r"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
_DECIMAL = r"(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))"
_API_DOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"

#: What a bundle, a policy, a prompt and a setting are held against.
_MODELS = {
    r"^[A-Z].*\.$": Form("a sentence with a capital and a full stop", "Write it."),
    r"\.$": Form("a text that ends with a full stop", "Write it."),
    DNS_LABEL: _NAME,
    DNS_SUBDOMAIN: _DOTTED,
    QUALIFIED_NAME: _PREFIXED,
    LABEL_VALUE: _LABEL,
    rf"^$|{LABEL_VALUE}": _LABEL,
    NAMESPACE_PATTERN: Form(
        "a name of lower-case letters, digits and hyphens, with tenant and component in braces for theirs",
        "shop-{tenant}",
    ),
    f"^{SEMANTIC_VERSION}$": Form("a version of three numbers, with an optional suffix", "1.4.0", "version"),
    r"^(\*\.)?" + DNS_SUBDOMAIN[1:]: _HOST,
    r"^$|^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$": Form("a class of lower-case letters, digits, hyphens and dots", "fast-ssd"),
    r"^(100|[1-9]?[0-9])%$": Form("a percentage from 0% to 100%", "25%", "percentage, such as `25%`"),
    r"^(README\.md|(templates|crds|files)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+)$": Form(
        "a path in a chart: README.md, or below templates, crds or files", "templates/service.yaml"
    ),
    r"^([.*~]|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$": Form("a namespace, . for the own one, * for all, ~ for none", "."),
    r"^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$": _DURATION,
    r"^([0-9][0-9-]*)?[a-z]([a-z0-9-]*[a-z0-9])?$": Form(
        "a port name of at most 15 lower-case letters, digits and hyphens, with a letter", "http", "port name"
    ),
    r"^([a-z0-9.-]+/)?[a-zA-Z0-9][a-zA-Z0-9._-]*$": Form(
        "a protocol, with an optional domain in front of a slash", "kubernetes.io/ws"
    ),
    r"^([a-z0-9.-]+/)?v[a-z0-9]+$": Form("an API version", "apps/v1"),
    r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$": Form(
        "a name, or namespace/name", "gateway-system/public"
    ),
    r"^(\*|[a-z]+)$": Form("a verb in lower case, or * for all", "get"),
    r"^(\[(\*|[0-9]{1,3})\]|[A-Za-z][A-Za-z0-9]*)(\.[A-Za-z][A-Za-z0-9]*|\[(\*|[0-9]{1,3})\])*$": _FIELD,
    r"^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*|\[(\*|[0-9]{1,3})\])*$": _FIELD,
    r"^[^.\[\]]+(\.[^.\[\]]+|\[-?[0-9]{1,6}\])*$": _FIELD,
    r"^(latest|1\.(2[2-9]|[3-9][0-9]|[1-9][0-9]{2,}))$": Form(
        "a version of Kubernetes from 1.22 on, or latest", "1.32"
    ),
    r"^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-[0-9]+[KMGT]i)$": Form(
        "a resource of a container: limits or requests of cpu, memory, ephemeral-storage or hugepages",
        "limits.cpu",
        "resource of a container",
    ),
    r"^(metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['[^']+'\])"
    r"|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$": Form(
        "a field of a pod: its name, namespace, uid, labels, annotations, node, service account or addresses",
        "metadata.name",
        "field of a pod",
    ),
    r"^/": _ABSOLUTE,
    r"^/[^\x00]*$": _ABSOLUTE,
    r"^/[^:\x00]*$": Form("an absolute path without a colon", "/var/lib/orders", "absolute path"),
    r"^[^/\x00\n]([^\x00]*[^\x00\n])?$": Form("a relative path on one line", "config/settings.json", "relative path"),
    r"^SIG[A-Z0-9+-]+$": Form("a signal's name", "SIGTERM"),
    r"^[!-~]+$": Form("a text of plain characters without spaces", "tenant-1234"),
    r"^[.]?[-_A-Za-z0-9][-._A-Za-z0-9]*$": _FILE_NAME,
    r"^[-._A-Za-z][-._A-Za-z0-9]*$": Form(
        "a variable name of letters, digits, hyphens, dots and underscores that begins with no digit",
        "ORDER_QUEUE",
        "variable name",
    ),
    r"^[-A-Za-z0-9]+$": Form("a header name of letters, digits and hyphens", "X-Request-Id"),
    r"^[0-9A-Fa-f.:]+$": _ADDRESS,
    r"^[0-9A-Fa-f.:]+/[0-9]{1,3}$": Form("a network, as address/length", "10.20.0.0/16"),
    r"^[0-9A-Za-z-]{1,127}$": Form("a name of at most 127 letters, digits and hyphens", "orders-database"),
    r"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$": Form(
        "a quantity with an optional unit", "64Mi", "quantity, such as `100m` or `64Mi`"
    ),
    r"^[0-9a-fA-F-]{36}$": _UUID,
    r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$": _UUID,
    r"^[0-9a-fA-F]{32}$": Form("a version of 32 hexadecimal digits", "0123456789abcdef0123456789abcdef"),
    r"^[A-Za-z*]+/[A-Za-z0-9.:*?-]+$": Form("an object as Kind/name, with * for any", "Deployment/orders"),
    r"^[A-Za-z0-9.:\[\]_-]+$": Form("a host name or an address", "files.internal"),
    r"^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$": Form(
        "a type of letters, digits, dots and slashes", "kubernetes.io/tls"
    ),
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": Form(
        "an id of letters, digits, dots, hyphens and underscores", "helm-microservice-template-v3"
    ),
    r"^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$": Form(
        "a relative path without hidden parts", "out/orders"
    ),
    r"^[A-Za-z]([-A-Za-z0-9]{0,62})$": _SECTION,
    r"^[A-Za-z][A-Za-z0-9-]*$": _AGENT,
    r"^[A-Za-z]([A-Za-z0-9_. -]*[A-Za-z0-9])?$": Form(
        "a name of letters, digits, spaces, dots, hyphens and underscores that begins with a letter", "OrderService"
    ),
    r"^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$": Form(
        "a vault's name of 3 to 24 letters, digits and hyphens that begins with a letter", "orders-vault"
    ),
    r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$": Form("an IANA time zone", "Europe/Berlin"),
    r"^[A-Za-z][A-Za-z0-9_.-]*$": Form(
        "a parameter name of letters, digits, dots, hyphens and underscores", "queueName", "parameter name"
    ),
    r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/v[1-9][0-9]{0,5}$": Form("a prompt and its version", "draft-component/v2"),
    r"^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$": Form(
        "a name of lower-case letters, digits, dots, colons and hyphens", "example.com:root"
    ),
    r"^[a-z0-9]([a-z0-9._/-]*[a-z0-9])?$": Form("a kernel parameter", "net.core.somaxconn"),
    r"^sha256:[0-9a-f]{64}$": Form("a digest of SHA-256", "sha256:" + "0" * 64, "digest"),
    r"^[a-z0-9]+([._-][a-z0-9]+)*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
    r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$": Form(
        "an image reference: a repository in lower case, with a tag or a digest",
        "ghcr.io/connectsoft/orders:1.0.0",
        "image reference",
    ),
    r"^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$": Form(
        "a driver's name of letters, digits, dots and hyphens", "disk.csi.azure.com"
    ),
    r"^[a-z][a-z0-9-]*$": Form("a type of lower-case letters, digits and hyphens", "azure-servicebus"),
    r"^[a-z][a-z0-9_]*$": Form("a variable name of lower-case letters, digits and underscores", "component_name"),
    r"^([a-z0-9.-]|\{name\}|\{location\})+$": Form(
        "a host of lower-case letters, digits, dots and hyphens, with name and location in braces for theirs",
        "{name}.vault.azure.net",
    ),
    r"^[a-z][a-z0-9_]{0,99}$": Form(
        "a name of at most 100 lower-case letters, digits and underscores", "names_no_host"
    ),
    r"^[\x21-\x7e]*$": Form("a text of visible ASCII characters without blanks, or nothing", "infra-engineer"),
    r"^openid( [\x21-\x7e]+)*$": Form("a list of scopes with blanks between them, openid first", "openid profile"),
    r"^[a-z_ ,]*$": Form("a list of field names with commas between them", "trace_id,blueprint_id"),
    r"^\d{4}-\d{2}-\d{2}$": Form("a day as year-month-day", "2035-12-31"),
    r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/%+-]*$": Form(
        "an https address without a query", "https://github.com/connectsoft/orders/pull/318"
    ),
    r"^https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/\S*)?$": Form(
        "an http or https address", "http://otel-collector.monitoring:4317"
    ),
}
#: What objects are held against: custom resources, and the objects of a SecretProviderClass.
_OBJECTS = {
    r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$": _NAME,
    rf"^{_API_DOMAIN}$": _DOTTED,
    _OPTIONAL_DOMAIN: Form("an API group, empty for the core's", "gateway.networking.k8s.io"),
    r"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$": _SECTION,
    rf"^(\*\.)?{_API_DOMAIN}$": _HOST,
    r"^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$": _HOST,
    r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$": _DURATION,
    r"^([0-9]{1,5}(h|m|s|ms)){1,4}$": _DURATION,
    r"^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$": _DURATION,
    r"^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$": _LONG_DURATION,
    r"^[-._a-zA-Z0-9]+$": _FILE_NAME,
    r"^[\-._a-zA-Z0-9]+$": _FILE_NAME,
    r"^[-_A-Za-z0-9]+$": Form("a name of letters, digits, hyphens and underscores", "orders_api"),
    r"^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$": Form("a header name", "X-Request-Id"),
    r"^(http|https|socks5)://.+$": Form(
        "an address that begins with http://, https:// or socks5://", "https://proxy.internal"
    ),
    r"^(http|https|ssh)://.*$": Form(
        "an address that begins with http://, https:// or ssh://", "https://git.example.com/a/b"
    ),
    r"^(http|https|oci)://.*$": Form(
        "an address that begins with http://, https:// or oci://", "oci://charts.example.com/orders"
    ),
    r"^(http|https)://.*$": Form("an address that begins with http:// or https://", "https://example.com"),
    r"^oci://.*$": Form("an address that begins with oci://", "oci://charts.example.com/orders"),
    r"^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\?([^#]*))?(#(.*))?": Form(
        "an address with its scheme", "https://example.com/a"
    ),
    r"(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9\-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)": Form(
        "an origin of scheme, host and optional port, or * for all", "https://*.example.com"
    ),
    rf"^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|{_API_DOMAIN}\/[A-Za-z0-9]+$": Form(
        "a protocol, with an optional domain in front of a slash", "example.com/bar"
    ),
    rf"^{_API_DOMAIN}\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$": Form(
        "a name of domain and path", "example.com/gateway-controller"
    ),
    rf"^Hostname|IPAddress|NamedAddress|{_API_DOMAIN}\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$": Form(
        "a type of address: Hostname, IPAddress, NamedAddress or a domain and path", "Hostname"
    ),
    r"^([a-zA-Z0-9_\-.\\\/]|\[[0-9]{1,5}\])+$": Form("a path of field names and indexes", "status.conditions[0]"),
    r"^.{2,}|[^./]$": Form("a text other than a single dot or slash", "charts/orders"),
    rf"^(System|({_API_DOMAIN}/([A-Za-z0-9][-A-Za-z0-9_.]{{0,61}})?[A-Za-z0-9]))$": Form(
        "a set of certificates: System, or a name with a domain in front", "System"
    ),
    r"^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$": Form("a path as it stands in an address", "/api/orders"),
    r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$": _LABEL,
    r"(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$": Form("a size with its unit", "512MB"),
    r"^(?i)(abort|warn)?$": Form("one of abort and warn", "abort"),
    r"(^$|^[a-f0-9]{64}$)": Form("a digest of 64 hexadecimal digits", "0123456789abcdef" * 4),
    rf"^(\+|-)?{_DECIMAL}(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?{_DECIMAL}))?$": Form(
        "a quantity with an optional unit", "64Mi", "quantity, such as `100m` or `64Mi`"
    ),
    r"^0?[0-7]{3}$": Form("a file mode of octal digits", "0640"),
}
_AZURE_GROUP = (
    r"/subscriptions/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/resourceGroups/[A-Za-z0-9._()-]{1,90}"
)
_AZURE_SUBNET = r"/providers/Microsoft\.Network/virtualNetworks/[A-Za-z0-9._-]{2,64}/subnets/[A-Za-z0-9._-]{1,80}"
_GROUP_EXAMPLE = "/subscriptions/3f0c2b1e-8f6a-4c55-9d0e-7a1b2c3d4e5f/resourceGroups"
#: Words for every pattern that is known.
FORMS: dict[str, Form] = {
    r"^((Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)/[A-Z][A-Za-z0-9_+/-]*|UTC|UCT|Universal|Zulu|GMT[0+-]*|Greenwich|[CEMW]ET|[EHM]ST|CST6CDT|EST5EDT|MST7MDT|PST8PDT|Cuba|Egypt|Eire|GB|GB-Eire|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|Navajo|NZ|NZ-CHAT|Poland|Portugal|PRC|ROC|ROK|Singapore|Turkey|W-SU)$": Form(  # noqa: E501
        "a time zone of the tz database", "Europe/Berlin"
    ),
    r"^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[-0-9A-Za-z*/,?]+( +[-0-9A-Za-z*/,?]+){4})$": Form(
        "a schedule of cron with five fields, or a name such as @daily", "0 3 * * *", "schedule of cron"
    ),
    r"^([0-9a-fA-F]{32})?$": Form("a number of 32 hexadecimal digits", "4bf92f3577b34da6a3ce929d0e0e4736"),
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": Form("a time of day", "22:30"),
    r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$": Form("a text in base64", "b3JkZXJz"),
    r"^([a-z]([a-z0-9-]*[a-z0-9])?)?$": Form(
        "a name of lower-case letters, digits and hyphens that begins with a letter", "orders-api"
    ),
    r"^[a-z]([a-z0-9-]*[a-z0-9])?$": Form(
        "a name of lower-case letters, digits and hyphens that begins with a letter", "orders-api"
    ),
    '^(https?://[^\\s<>\\"]+)?$': Form("an address with http or https", "https://infra.example.com"),
    r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$": Form(
        "a traceparent of W3C Trace Context", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    ),
    r"^[+-](0[0-9]|1[0-4]):[0-5][0-9]$": Form("a distance from UTC", "+02:00"),
    r"^[0-9A-Za-z-]+$": Form("a name of letters, digits and hyphens", "orders-api"),
    r"^(0*[1-9][0-9]*|(0*[1-9][0-9]*([.][0-9]+)?|0+[.]0*[1-9][0-9]*)(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))$": Form(
        "an amount above zero", "10Gi"
    ),
    r"^[0-9a-f]{12}$": Form("a number of 12 hexadecimal digits", "0e0e47364bf9"),
    r"^[0-9a-f]{32}$": Form("a number of 32 hexadecimal digits", "4bf92f3577b34da6a3ce929d0e0e4736"),
    r"^[0-9a-f]{64}$": Form("a SHA-256 in hexadecimal digits", "0" * 64, "SHA-256"),
    r"^[A-Za-z0-9_:/.-]{1,200}$": Form("a name of letters, digits and _:/.-", "orders/dev"),
    SEEN_LINE: Form("a line of printable text", "Ann"),
    r"^\s*((reader|operator|approver)=\S+(\s+(reader|operator|approver)=\S+)*)?\s*$": Form(
        "a list of roles and what the provider calls them", "reader=GROUP operator=OTHER"
    ),
    r"^\s*([A-Za-z0-9.-]+(\s+[A-Za-z0-9.-]+)*)?\s*$": Form("a list of host names", "infra.example.com other.example"),
    r"^\s*([a-z0-9*][a-z0-9-]*=\S+(\s+[a-z0-9*][a-z0-9-]*=\S+)*)?\s*$": Form(
        "a list of tenants and what the provider calls them", "acme=GROUP"
    ),
    r"^\s*(https?://[A-Za-z0-9.:\[\]-]+(\s+https?://[A-Za-z0-9.:\[\]-]+)*)?\s*$": Form(
        "a list of origins", "https://infra.example.com"
    ),
    r"^application/([a-z.-]+\+)?json\s*(;.*)?$": Form("a media type of JSON", "application/json"),
    r"^gateway[.]networking[.]k8s[.]io/v[0-9][a-z0-9]*$": Form(
        "a version of the Gateway API", "gateway.networking.k8s.io/v1"
    ),
    r"^[A-Za-z0-9][A-Za-z0-9 ._()/-]{0,127}$": Form(
        "a name of letters, digits, spaces and ._()/- that begins with a letter or digit, at most 128 characters",
        "sc-prod",
        "name of the pipeline service",
    ),
    r"^([A-Za-z0-9 ._()/-]|\{component\}|\{tenant\}|\{env\})+$": Form(
        "a pattern of letters, digits, spaces and ._()/-, with component, tenant and env between braces", "sc-{env}"
    ),
    r"^(oci://[a-z0-9.-]+(:[0-9]{1,5})?(/([a-z0-9._-]|\{component\}|\{tenant\}|\{env\})+)+"
    r"|(https|ssh)://(git@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?"
    r"(/([A-Za-z0-9._~-]|\{component\}|\{tenant\}|\{env\})+)+)$": Form(
        "an address of a registry (oci://) or of a Git repository (https:// or ssh://), without a password",
        "oci://registry.example/charts",
        "address of a registry or a Git repository",
    ),
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": Form(
        "a text of lower-case letters and digits with single hyphens between them", "payment-events"
    ),
    r"^([a-zA-Z0-9-]|\{env\})+$": Form(
        "a name of letters, digits and hyphens, with env between braces", "acme-orders-{env}"
    ),
    r"^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~-]+)*/?$": Form(
        "an https address without a query", "https://issuer.example.com/tenant/"
    ),
    r"^[a-z0-9]+$": Form("a name of lower-case letters and digits", "westeurope"),
    r"^([A-Za-z0-9._()-]|\{env\})*([A-Za-z0-9_()-]|\{env\})$": Form(
        "a name of letters, digits and ._()- that does not end with a dot, with env between braces", "rg-orders-{env}"
    ),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": Form("a name of lower-case letters and digits with single hyphens", "invoices"),
    r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$": Form("a name of letters, digits and ._-", "payment-requests"),
    r"^[a-z_][a-z0-9_-]*$": Form("a name of lower-case letters, digits and _-", "ledger"),
    r"^[A-Za-z0-9][A-Za-z0-9_-]*$": Form("a name of letters, digits and _-", "entries"),
    r"^(/[A-Za-z0-9_]+)+$": Form("a path of a property", "/account"),
    r"^[a-z0-9]{5,50}$": Form("a name of 5 to 50 lower-case letters and digits", "acmeregistry"),
    r"^([a-z0-9-]|\{component\}|\{tenant\}|\{env\}|\{key\}|\{suffix\})+$": Form(
        "a pattern of a-z, digits and hyphens, with component, tenant, env, key and suffix between braces",
        "kv-{component}-{env}-{suffix}",
    ),
    r"^([A-Za-z0-9._()-]|\{component\}|\{tenant\}|\{env\})+$": Form(
        "a pattern of letters, digits and ._()-, with component, tenant and env between braces", "rg-{component}-{env}"
    ),
    r"^([A-Za-z0-9._()/-]|\{component\}|\{tenant\}|\{env\})+$": Form(
        "a pattern of letters, digits and ._()/-, with component, tenant and env between braces",
        "{tenant}/{component}/{env}.tfstate",
    ),
    r"^azblob://[a-z0-9./-]+\?storage_account=[a-z0-9]+$": Form(
        "an address of a blob container with its storage account", "azblob://pulumi?storage_account=stacmestate"
    ),
    r"^azurekeyvault://[A-Za-z0-9./-]+$": Form(
        "an address of a key in a vault", "azurekeyvault://kv-acme.vault.azure.net/keys/pulumi"
    ),
    rf"^{_AZURE_GROUP}$": Form("an id of a resource group", f"{_GROUP_EXAMPLE}/rg-dns"),
    rf"^{_AZURE_GROUP}{_AZURE_SUBNET}$": Form(
        "an id of a subnet",
        f"{_GROUP_EXAMPLE}/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-prod/subnets/endpoints",
    ),
    r"^privatelink(\.[a-z0-9-]+)+$": Form("a private DNS zone", "privatelink.vaultcore.azure.net"),
    r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?$": Form("a version of an API of Azure", "2024-01-01"),
    r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$": Form("a name of letters, digits and _.:-", "cost-center"),
    r"^Standard_[A-Za-z0-9_]+$": Form("a size of machine", "Standard_D2ds_v5"),
    r"^(Balanced_B|MemoryOptimized_M|ComputeOptimized_X)[0-9]+$": Form("a size of Azure Managed Redis", "Balanced_B1"),
    r"^[ 0-9.,<>=~]+$": Form("a range of versions", "~> 4.57"),
    r"^3(\.[0-9]+){2}$": Form("a version 3 of Pulumi's provider", "3.13.0"),
    r"^[a-z]+(_[a-z]+)*$": Form("a text of lower-case letters with _ between them", "key_vault"),
    r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?$": Form(
        "an https address of a server, without a path", "https://10.0.0.10:6443"
    ),
    r"^([a-z0-9-]|\{component\}|\{tenant\}|\{env\})+$": Form(
        "a pattern of lower-case letters, digits and hyphens, with component, tenant and env between braces",
        "{tenant}-{component}-{env}",
    ),
    r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+@[A-Za-z0-9._/-]+$": Form("an action and its version", "actions/checkout@v4"),
    r"^[A-Za-z0-9._/-]+$": Form("a path of letters, digits and ._/-", "infrastructure/orders"),
    **_OBJECTS,
    **_MODELS,
}


def form_of(pattern: str) -> Form | None:
    """Return what a pattern allows; ``None`` for one that somebody else wrote."""
    return FORMS.get(pattern)
