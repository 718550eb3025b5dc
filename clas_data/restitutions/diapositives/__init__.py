"""Slides, whatever they tell: the page, its measures, what stands on it, its native charts."""
