"""Groups of a bundle's settings that decide together what a check of several objects finds."""

PORTS = ("ports", "container_ports", "sidecars", "init_containers")
PODS = ("replicas", "autoscale", "enable_hpa", "enable_keda", "keda", "component.type", "template_id")
MOUNTS = ("claims", "files", "volumes", "volume_mounts", "volume_devices", "secrets", "init_containers", "sidecars")
TRAFFIC = ("traffic", "ingress", "gateway", "virtual_service", "enable_ingress", "tls_secret_name", "transport")
KIND = ("component.type", "template_id")
SOURCES = ("config", "files", "env_from", "existing_config_map_refs", "secrets", "config_maps")
SERVICES = (*PORTS, "service", "services", "enable_service", "headless_service", "transport")
SPREAD = (*PODS, "topology_spread_constraints", "affinity")
BUDGET = (*PODS, "disruption_budget", "enable_disruption_budget")
RIGHTS = ("security_profile", "service_account", "automount_service_account_token")
NETWORK = ("enable_network_policy", "network_policy", "calls", "external", "called_by", *PORTS)
