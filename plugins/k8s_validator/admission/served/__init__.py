"""Objects as the API server holds them when policies look: decoded into its types, defaulted, made by controllers."""
