# Resources of {{ component }} in Azure. Made by infrastructure-engineer-agent; see docs/infrastructure.md of the agent.
# terraform init && terraform plan -var-file=ENVIRONMENT.tfvars
terraform {
  required_version = {{ versions.terraform | literal }}

  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
      version = {{ versions.azurerm | literal }}
    }
  }
{% if has_state %}

  backend "azurerm" {
    use_azuread_auth = true
  }
{% endif %}
}

provider "azurerm" {
  storage_use_azuread = true

  features {
    key_vault {
      purge_soft_delete_on_destroy = false
    }
  }
}

data "azurerm_client_config" "current" {}
