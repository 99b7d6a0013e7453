"""Services, Ingresses and NetworkPolicies, and what they point at."""
