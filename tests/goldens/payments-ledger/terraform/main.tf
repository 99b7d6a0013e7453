# Resources of paymentsledger in Azure. Made by infrastructure-engineer-agent; see docs/infrastructure.md of the agent.
# terraform init && terraform plan -var-file=ENVIRONMENT.tfvars
terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.57"
    }
  }
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
