"""Measures of speed; `make bench` prints them, no test asserts them."""
