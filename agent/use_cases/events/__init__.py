"""Events that wait for their channels: seen, sent, sent again, given up."""
