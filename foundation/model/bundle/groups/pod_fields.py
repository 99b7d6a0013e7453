"""Fields of pods and containers that are settings of a bundle as they are, by Kubernetes' names."""

#: Of the PodSpec.
POD_FIELDS = {
    "imagePullSecrets": "image_pull_secrets",
    "enableServiceLinks": "enable_service_links",
    "priorityClassName": "priority_class_name",
    "runtimeClassName": "runtime_class_name",
    "schedulerName": "scheduler_name",
    "dnsPolicy": "dns_policy",
    "dnsConfig": "dns_config",
    "hostAliases": "host_aliases",
    "hostname": "hostname",
    "subdomain": "subdomain",
    "setHostnameAsFQDN": "set_hostname_as_fqdn",
    "hostNetwork": "host_network",
    "hostPID": "host_pid",
    "hostIPC": "host_ipc",
    "shareProcessNamespace": "share_process_namespace",
    "readinessGates": "readiness_gates",
    "activeDeadlineSeconds": "active_deadline_seconds",
    "os": "os",
}
#: Of the Container.
CONTAINER_FIELDS = {
    "workingDir": "working_dir",
    "lifecycle": "lifecycle",
    "resizePolicy": "resize_policy",
    "volumeDevices": "volume_devices",
    "terminationMessagePath": "termination_message_path",
    "terminationMessagePolicy": "termination_message_policy",
    "stdin": "stdin",
    "stdinOnce": "stdin_once",
    "tty": "tty",
}
