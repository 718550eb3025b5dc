"""Figures as data: composed once from a source of values, drawn many times by `dessin`."""
