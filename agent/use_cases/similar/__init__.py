"""Similar components: who is asked about, what memory knows of others, and what follows from that."""
