"""Bench: the measured promises, each a ratio against a named baseline of the same run (`python -m
bench [name…]`).
"""
