"""Similarity in Qdrant: a folder of one's own by default, a server by setting."""

from memory.qdrant.index import QdrantIndex, load_client

__all__ = ["QdrantIndex", "load_client"]
