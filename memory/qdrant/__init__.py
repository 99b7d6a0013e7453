"""Similarity in Qdrant: a folder of one's own by default, a server by setting."""

from memory.qdrant.index import QdrantIndex

__all__ = ["QdrantIndex"]
