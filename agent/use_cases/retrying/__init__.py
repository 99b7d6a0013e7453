"""Retry: a recorded request with other values, on somebody's word."""
