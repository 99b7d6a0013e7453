"""Expressions as admission policies have them, with what a cluster answers.

``ERROR`` stands for an evaluation that fails; a cluster then follows the policy's failurePolicy.
"""

from typing import Any

ERROR = object()

DEPLOYMENT: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {
        "name": "orders",
        "namespace": "cs-acme-orders",
        "labels": {"team": "ordering", "app.kubernetes.io/name": "orders"},
        "annotations": {"owner": "ordering@example.com"},
    },
    "spec": {
        "replicas": 3,
        "paused": False,
        "template": {
            "metadata": {"labels": {"app": "orders"}},
            "spec": {
                "hostNetwork": False,
                "nodeSelector": {"pool": "general"},
                "containers": [
                    {
                        "name": "app",
                        "image": "ghcr.io/acme/orders:1.2.0",
                        "ports": [{"name": "http", "containerPort": 8080}],
                        "resources": {"limits": {"cpu": "500m", "memory": "256Mi"}, "requests": {"memory": "128Mi"}},
                        "securityContext": {"runAsNonRoot": True, "capabilities": {"drop": ["ALL"]}},
                        "env": [{"name": "URL", "value": "https://api.example.com:8443/v1?q=a"}],
                    },
                    {"name": "proxy", "image": "docker.io/library/envoy:latest", "args": ["--log", "info"]},
                ],
            },
        },
    },
}
POD = "object.spec.template.spec"

#: What every CEL implementation should have: the language and its standard macros.
CORE: list[tuple[str, Any]] = [
    ("object.spec.replicas <= 5", True),
    ("object.spec.replicas > 5 || object.metadata.namespace.startsWith('cs-')", True),
    ("has(object.metadata.labels) && 'team' in object.metadata.labels", True),
    ("has(object.metadata.labels.team) && object.metadata.labels.team != ''", True),
    ("has(object.metadata.labels.cost)", False),
    ("object.metadata.labels['app.kubernetes.io/name'] == object.metadata.name", True),
    ("['team', 'app.kubernetes.io/name'].all(key, key in object.metadata.labels)", True),
    ("object.metadata.labels.cost == 'x'", ERROR),
    ("object.metadata.labels.exists(key, key.startsWith('app.kubernetes.io/'))", True),
    (f"{POD}.containers.all(c, c.image.startsWith('ghcr.io/acme/'))", False),
    (f"{POD}.containers.exists(c, c.image.endsWith(':latest'))", True),
    (f"{POD}.containers.exists_one(c, c.name == 'app')", True),
    (f"{POD}.containers.filter(c, c.image.endsWith(':latest')).map(c, c.name)", ["proxy"]),
    (f"{POD}.containers.map(c, c.name != 'app', c.image)", ["docker.io/library/envoy:latest"]),
    (f"{POD}.containers.all(c, has(c.resources) && has(c.resources.limits))", False),
    (f"{POD}.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged))", True),
    (f"{POD}.containers.all(c, !has(c.ports) || c.ports.all(p, p.containerPort > 1024))", True),
    (f"{POD}.containers[0].securityContext.capabilities.drop == ['ALL']", True),
    (f"size({POD}.containers) == 2", True),
    (f"{POD}.containers.size() >= 2 && {POD}.containers[0].name.size() == 3", True),
    (f"!has({POD}.hostPID) || {POD}.hostPID == false", True),
    (f"{POD}.containers.all(c, c.image.matches('^[a-z.]+/.+:[0-9]+[.][0-9]+[.][0-9]+$'))", False),
    (f"{POD}.nodeSelector == {{'pool': 'general'}}", True),
    (f"has({POD}.tolerations) ? {POD}.tolerations.size() < 3 : true", True),
    ("object.spec.replicas == 3.0", True),
    ("object.spec.replicas in [1, 2, 3]", True),
    ("object.spec.replicas + 1.5 > 2.0", ERROR),
    ("object.spec.replicas * 2 - 1 == 5 && object.spec.replicas % 2 == 1", True),
    ("1 / (object.spec.replicas - 3) == 0", ERROR),
    ("true || object.spec.nothing", True),
    ("object.spec.nothing || true", True),
    ("object.spec.nothing && true", ERROR),
    ("oldObject == null || oldObject.spec.replicas <= object.spec.replicas", True),
    ("object.metadata.name + '-' + string(object.spec.replicas)", "orders-3"),
    ("int('42') == 42 && double('1.5') == 1.5 && bool('true')", True),
    ("type(object.spec.replicas) == int && type(object.metadata.name) == string", True),
    ("dyn(object.spec.replicas) == 'three'", False),
    ("timestamp('2026-01-01T00:00:00Z') + duration('24h') == timestamp('2026-01-02T00:00:00Z')", True),
    ("duration('90m') > duration('1h') && duration('90m').getMinutes() == 90", True),
    ("request.operation == 'CREATE' && request.kind.kind == 'Deployment'", True),
    ("namespaceObject.metadata.name == object.metadata.namespace", True),
    ("params.maxReplicas >= object.spec.replicas", True),
    ("variables.images.all(i, i.contains('/'))", True),
    (r"'a\tb' == 'a	b' && r'\d' == '\\d' && 'ü'.size() == 1", True),
]

#: Kubernetes' own: optional values, strings, lists, regular expressions, quantities, addresses, URLs, sets.
EXTENDED: list[tuple[str, Any]] = [
    ("object.?spec.?strategy.?type.orValue('RollingUpdate')", "RollingUpdate"),
    ("object.metadata.labels[?'team'].orValue('nobody') == 'ordering'", True),
    (f"{POD}.containers[?7].hasValue()", False),
    ("optional.none().or(optional.of(1)).value() == 1", True),
    ("object.?spec.?replicas.optMap(r, r * 2).orValue(0) == 6", True),
    (f"{POD}.containers.orValue([]).size()", 2),
    (f"{POD}.containers.map(c, c.?args.orValue([])).map(a, dyn(a).orValue(['x']).size())", [0, 2]),
    (f"{POD}.containers[0].ports.orValue([])[?0].?name.orValue('none')", "http"),
    (f"!{POD}.nodeSelector.orValue({{'a': 'b'}}).all(k, dyn(k).orValue('x') == 'x')", True),
    ("object.metadata.name.orValue(')(') + object.?nothing.orValue(')(')", "orders)("),
    ("object.metadata.name in dyn(['orders']).orValue([])", True),
    ("'.orValue(' + string((object.spec).replicas.or(optional.of(1)).orValue(2))", ".orValue(3"),
    ("object.nothing.orValue([])", ERROR),
    ("object.metadata.name.upperAscii() == 'ORDERS' && 'AbC'.lowerAscii() == 'abc'", True),
    (f"{POD}.containers[0].image.split('/')[0] in ['ghcr.io']", True),
    (f"{POD}.containers.map(c, c.image.split(':')[1]).join(', ')", "1.2.0, latest"),
    ("'a-b-c'.replace('-', '_') == 'a_b_c' && 'a-b-c'.replace('-', '_', 1) == 'a_b-c'", True),
    ("'orders'.substring(1, 3) == 'rd' && 'orders'.substring(4) == 'rs'", True),
    ("'orders'.substring(4, 2)", ERROR),
    ("'orders'.indexOf('r') == 1 && 'orders'.lastIndexOf('r') == 4 && 'orders'.indexOf('z') == -1", True),
    ("'orders'.indexOf('r', 2) == 4 && 'orders'.charAt(0) == 'o' && 'orders'.charAt(6) == ''", True),
    ("'  x '.trim() == 'x' && 'a,b,c'.split(',', 2) == ['a', 'b,c']", True),
    ("'%s has %d replicas (%.1f%%)'.format(['orders', object.spec.replicas, 33.333])", "orders has 3 replicas (33.3%)"),
    ("'%s %s %x %X %b %o'.format([[1, 'a'], true, 255, 255, 5, 8])", "[1, a] true ff FF 101 10"),
    ("'%d'.format(['x'])", ERROR),
    ("[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [].isSorted()", True),
    ("[1, 2, 3].sum() == 6 && [1.5, 2.5].sum() == 4.0 && [3, 1, 2].min() == 1 && ['a', 'c', 'b'].max() == 'c'", True),
    ("[].max()", ERROR),
    ("[1, 2, 1].indexOf(1) == 0 && ['a', 'b', 'a'].lastIndexOf('a') == 2 && [1].indexOf(5) == -1", True),
    ("'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == ''", True),
    ("'1 22 333'.findAll('[0-9]+') == ['1', '22', '333'] && '1 22 333'.findAll('[0-9]+', 2) == ['1', '22']", True),
    ("'x'.find('(')", ERROR),
    (f"{POD}.containers.filter(c, has(c.resources)).all(c, quantity(c.resources.limits.memory)"
     ".compareTo(quantity('1Gi')) < 0)", True),
    ("isQuantity('500m') && isQuantity('1e3') && !isQuantity('1.5GB') && !isQuantity('')", True),
    ("quantity('1Gi') == quantity('1024Mi') && quantity('1000m') == quantity('1')", True),
    ("quantity('2').isGreaterThan(quantity('1500m')) && quantity('1Mi').isLessThan(quantity('1Gi'))", True),
    ("quantity('1').add(quantity('500m')).sub(quantity('500m')) == quantity('1') && quantity('5').add(3)"
     ".asInteger() == 8", True),
    ("quantity('-3').sign() == -1 && quantity('1.5').isInteger() == false && quantity('50k').isInteger()", True),
    ("quantity('1.5').asApproximateFloat() == 1.5", True),
    ("quantity('1.5').asInteger()", ERROR),
    ("quantity('lots')", ERROR),
    (f"url({POD}.containers[0].env[0].value).getHostname() == 'api.example.com'", True),
    ("url('https://a.example:8443/v1?q=a&q=b').getPort() == '8443'"
     " && url('https://a.example:8443/v1?q=a').getHost() == 'a.example:8443'"
     " && url('https://a.example/v1/x').getScheme() == 'https'"
     " && url('https://a.example/v%201').getEscapedPath() == '/v%201'"
     " && url('https://a.example/?q=a&q=b').getQuery() == {'q': ['a', 'b']}", True),
    ("isURL('https://a.example/x') && !isURL('no url') && !isURL('../x')", True),
    ("url('no url')", ERROR),
    ("isIP('10.0.0.1') && isIP('::1') && !isIP('10.0.0') && !isIP('10.0.0.1/8') && ip('::1').family() == 6", True),
    ("ip('127.0.0.1').isLoopback() && ip('169.254.0.1').isLinkLocalUnicast() && ip('224.0.0.1')"
     ".isLinkLocalMulticast() && ip('0.0.0.0').isUnspecified() && ip('10.0.0.1').isGlobalUnicast()", True),
    ("ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')", True),
    ("cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))", True),
    ("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')", True),
    ("cidr('10.0.0.0/8').prefixLength() == 8 && cidr('10.0.0.1/8').ip() == ip('10.0.0.1')", True),
    ("isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0')", True),
    ("sets.contains(['a', 'b'], ['a']) && sets.intersects([1], [1, 2]) && sets.equivalent([1, 1], [1])", True),
    ("strings.quote('a\"b') == '\"a\\\\\"b\"'", True),
    ("isSemver('1.2.3') && semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.2.3').major() == 1", True),
]  # fmt: skip

BINDINGS: dict[str, Any] = {
    "object": DEPLOYMENT,
    "oldObject": None,
    "request": {"operation": "CREATE", "kind": {"group": "apps", "version": "v1", "kind": "Deployment"}},
    "params": {"maxReplicas": 5},
    "namespaceObject": {"metadata": {"name": "cs-acme-orders", "labels": {}}},
    "variables": {"images": ["ghcr.io/acme/orders:1.2.0"]},
}
