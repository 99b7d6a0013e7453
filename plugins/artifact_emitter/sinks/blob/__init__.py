"""Files in a container of Azure Blob Storage, each under its digest, and an index of every run written last."""
