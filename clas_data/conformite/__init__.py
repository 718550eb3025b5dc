"""Conformite: what each action keeps of the référentiel, what cannot be judged, and the questions
to ask.
"""
