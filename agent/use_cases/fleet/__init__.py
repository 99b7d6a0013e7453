"""Work for a fleet of workers: what is to be done, how one does it, and how a batch is spread and gathered."""
