"""Paroles: what the porteurs write (points forts, difficultés, besoins, perspectives), by theme,
and who may read it with a name.
"""
