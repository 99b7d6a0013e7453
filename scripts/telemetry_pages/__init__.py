"""What is written from the list of instruments: dashboards, alert rules, and the tables of the pages about them."""
