variable "location" {
  description = "Region."
  type        = string
}

variable "resource_group_name" {
  description = "Resource group; it must be there."
  type        = string
}

variable "public_network_access" {
  description = "Whether the public network reaches the resources."
  type        = string
}

variable "network_default_action" {
  description = "What becomes of traffic that no rule names."
  type        = string
}

variable "issuer" {
  description = "OIDC issuer of the cluster."
  type        = string
}

variable "federated_subject" {
  description = "ServiceAccount that stands for the identity."
  type        = string
}

variable "vault_secrets" {
  description = "Secrets that the component reads; people put them there."
  type        = list(string)
}

variable "logs_name" {
  description = "Name in Azure."
  type        = string
}

variable "identity_name" {
  description = "Name in Azure."
  type        = string
}

variable "vault_name" {
  description = "Name in Azure."
  type        = string
}

variable "vault_sku" {
  description = "Size."
  type        = string
}

variable "statements_name" {
  description = "Name in Azure."
  type        = string
}

variable "statements_replication" {
  description = "Copies of the data."
  type        = string
}

variable "events_name" {
  description = "Name in Azure."
  type        = string
}

variable "events_sku" {
  description = "Size."
  type        = string
}

variable "events_capacity" {
  description = "Messaging units."
  type        = number
}

variable "notices_name" {
  description = "Name in Azure."
  type        = string
}

variable "ledger_name" {
  description = "Name in Azure."
  type        = string
}

variable "ledger_compute" {
  description = "Kind of machine."
  type        = string
}

variable "ledger_size" {
  description = "Machine."
  type        = string
}

variable "ledger_storage_gb" {
  description = "Disk in gigabytes."
  type        = number
}

variable "ledger_availability" {
  description = "Standby."
  type        = string
}

variable "ledger_geo_backup" {
  description = "Whether backups are kept in a second region too."
  type        = string
}

variable "sessions_name" {
  description = "Name in Azure."
  type        = string
}

variable "sessions_sku" {
  description = "Size."
  type        = string
}

variable "sessions_availability" {
  description = "Standby."
  type        = string
}

variable "history_name" {
  description = "Name in Azure."
  type        = string
}

variable "history_zone_redundant" {
  description = "Whether its copies are in several zones."
  type        = bool
}

variable "history_max_throughput" {
  description = "Most request units a second of a container."
  type        = number
}

variable "registry_name" {
  description = "Name in Azure."
  type        = string
}

variable "registry_resource_group" {
  description = "Resource group that it is in."
  type        = string
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}
