"""Infrastructure of a component in Azure: kinds of resources, their names, and the plan that every back end writes."""
