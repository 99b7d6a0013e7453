"""The packages that schemas of custom resources are read out of, and which kinds are wanted."""

from typing import NamedTuple


class Package(NamedTuple):
    """One pinned package.

    Attributes:
        name: name after the scope, and version.
        sha256: digest of the archive.
        kinds: the kinds to take by their group, in every version that the package has.
    """

    name: str
    sha256: str
    kinds: dict[str, str]


PACKAGES = (
    Package(
        "argo-cd@4.0.0",
        "7677e90f5813f4c357bf16f7ef9b65f465b1e156bed999e227292aa0d7515af8",
        {"argoproj.io": "AppProject Application ApplicationSet"},
    ),
    Package(
        "cert-manager@6.0.0",
        "0e5bc3ff9c20a588abdfcc34590442cc40b3037d789ec74acb59119aac4fbfed",
        {"cert-manager.io": "Certificate CertificateRequest ClusterIssuer Issuer"},
    ),
    Package(
        "external-secrets@2.0.0",
        "c1202c6a6caa54afedb4208c1216992b6fcb36cf7623637e0e4a98b70f23ea77",
        {"external-secrets.io": "ClusterExternalSecret ClusterSecretStore ExternalSecret PushSecret SecretStore"},
    ),
    Package(
        "flux-cd@4.0.0",
        "feb2eda7611880d94159f199836de94d432250b03ee9945e5b1df8927e92ebd4",
        {
            "helm.toolkit.fluxcd.io": "HelmRelease",
            "kustomize.toolkit.fluxcd.io": "Kustomization",
            "source.toolkit.fluxcd.io": "Bucket GitRepository HelmChart HelmRepository OCIRepository",
        },
    ),
    Package(
        "gateway-api@2.0.0",
        "505c284b74d2f71803803543816abe3fe58e4b0ec6d98f3bd4989726d469b81b",
        {
            "gateway.networking.k8s.io": "BackendTLSPolicy GRPCRoute Gateway GatewayClass HTTPRoute ListenerSet "
            "ReferenceGrant TCPRoute TLSRoute UDPRoute"
        },
    ),
    Package(
        "istio@3.0.1",
        "a319f9e8a3496cc1d598ca6d451f73ba049756be1d6663479a07eb88d0d22353",
        {
            "extensions.istio.io": "WasmPlugin",
            "networking.istio.io": "DestinationRule EnvoyFilter Gateway ProxyConfig ServiceEntry Sidecar "
            "VirtualService WorkloadEntry WorkloadGroup",
            "security.istio.io": "AuthorizationPolicy PeerAuthentication RequestAuthentication",
            "telemetry.istio.io": "Telemetry",
        },
    ),
    Package(
        "keda@2.0.0",
        "825e7b45dfd9da8dfdfd838a6d31e2e180c8491c8e493c3822f9123e49ceffef",
        {"keda.sh": "ClusterTriggerAuthentication ScaledJob ScaledObject TriggerAuthentication"},
    ),
    Package(
        "prometheus-operator@6.0.0",
        "e92402ebff400ea1ca5fe60546554841ab6f5986b317f3f0d4cb756dc88fbd37",
        {"monitoring.coreos.com": "PodMonitor Probe PrometheusRule ServiceMonitor"},
    ),
    Package(
        "sealed-secrets@6.0.0",
        "95b4f2f0959f8117e1f4fb3c9d76bd9ac0493967c785825792fc4cb5493f94cf",
        {"bitnami.com": "SealedSecret"},
    ),
)
