"""Reading objects of the Kubernetes API as the API server and its controllers do; pure."""
