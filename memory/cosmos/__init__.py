"""Memory in Azure Cosmos DB, for several regions."""
