// paymentsledger in dev.
using './main.bicep'

param location = 'westeurope'
param resourceGroupName = 'rg-acme-paymentsledger-dev'
param publicNetworkAccess = 'Enabled'
param networkDefaultAction = 'Allow'
param issuer = 'https://westeurope.oic.prod-aks.azure.com/72f988bf-86f1-41af-91ab-2d7cd011db47/0c3a1f52-7d9b-4f0e-9a53-1b7d2f6c8e10/'
param federatedSubject = 'system:serviceaccount:cs-acme-paymentsledger:paymentsledger'
param vaultSecrets = [
  'ledger-signing-key'
  'partner-api-token'
]
param logsName = 'log-acme-paymentsledger-dev'
param identityName = 'id-acme-paymentsledger-dev'
param vaultName = 'kv-paymentsledger-d4wsm'
param vaultSku = 'standard'
param statementsName = 'stpaymentsledgersta6ug26'
param statementsReplication = 'LRS'
param eventsName = 'sb-acme-paymentsledger-events-dev-dohea'
param eventsSku = 'Standard'
param eventsCapacity = 0
param noticesName = 'evgt-acme-paymentsledger-notices-dev-yyskc'
param ledgerName = 'psql-acme-paymentsledger-ledger-dev-vdb6j'
param ledgerCompute = 'Burstable'
param ledgerSize = 'Standard_B1ms'
param ledgerStorageGb = 32
param ledgerAvailability = 'Disabled'
param ledgerGeoBackup = 'Disabled'
param sessionsName = 'redis-acme-paymentsledger-sessions-dev-53ido'
param sessionsSku = 'Balanced_B0'
param sessionsAvailability = 'Disabled'
param historyName = 'cosmos-acme-paymentsledger-history-dev-toroz'
param historyZoneRedundant = false
param historyMaxThroughput = 1000
param registryName = 'acmeregistry'
param registryResourceGroup = 'rg-shared'
param tags = {
  'blueprint_id': 'usecase-post-payment'
  'component': 'paymentsledger'
  'component_scope': 'Billing'
  'env': 'dev'
  'generated_by': 'infrastructure-engineer-agent'
  'team': 'billing'
  'tenant': 'acme'
  'trace_id': 'trace-pay-7301'
}
