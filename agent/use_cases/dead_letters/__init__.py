"""What came in and came to nothing for good: kept with the reason, to be looked at, sent again or dropped."""
