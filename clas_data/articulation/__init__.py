"""Articulation: which schemes around the school each action works with, alone and together, and
where a link is missing.
"""
