// paymentsledger in prod.
using './main.bicep'

param location = 'westeurope'
param resourceGroupName = 'rg-acme-paymentsledger-prod'
param publicNetworkAccess = 'Disabled'
param networkDefaultAction = 'Deny'
param issuer = 'https://westeurope.oic.prod-aks.azure.com/72f988bf-86f1-41af-91ab-2d7cd011db47/5e8d2b64-1a7c-4c39-8f02-6d9b3e7a4f21/'
param federatedSubject = 'system:serviceaccount:cs-acme-paymentsledger:paymentsledger'
param vaultSecrets = [
  'ledger-signing-key'
  'partner-api-token'
]
param logsName = 'log-acme-paymentsledger-prod'
param identityName = 'id-acme-paymentsledger-prod'
param vaultName = 'kv-paymentsledger-ta7m7'
param vaultSku = 'premium'
param statementsName = 'stpaymentsledgerstauwlak'
param statementsReplication = 'GZRS'
param eventsName = 'sb-acme-paymentsledger-events-prod-v7fsy'
param eventsSku = 'Premium'
param eventsCapacity = 2
param noticesName = 'evgt-acme-paymentsledger-notices-prod-pfio4'
param ledgerName = 'psql-acme-paymentsledger-ledger-prod-2mj5y'
param ledgerCompute = 'GeneralPurpose'
param ledgerSize = 'Standard_D4ds_v5'
param ledgerStorageGb = 128
param ledgerAvailability = 'ZoneRedundant'
param ledgerGeoBackup = 'Enabled'
param sessionsName = 'redis-acme-paymentsledger-sessions-prod-x54iy'
param sessionsSku = 'Balanced_B5'
param sessionsAvailability = 'Enabled'
param historyName = 'cosmos-acme-paymentsledger-history-pro-5nnl4'
param historyZoneRedundant = true
param historyMaxThroughput = 4000
param registryName = 'acmeregistry'
param registryResourceGroup = 'rg-shared'
param tags = {
  'blueprint_id': 'usecase-post-payment'
  'component': 'paymentsledger'
  'component_scope': 'Billing'
  'env': 'prod'
  'generated_by': 'infrastructure-engineer-agent'
  'team': 'billing'
  'tenant': 'acme'
  'trace_id': 'trace-pay-7301'
}
