"""Bilan: the yearly document of the département, from a declared outline, the data and what the
committee wrote.
"""
