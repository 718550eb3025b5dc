"""Correspondances: layouts that an installation was shown once, and how each becomes our tables."""
