"""Measures of speed; `make bench` prints them and writes results.json, no test asserts them."""
