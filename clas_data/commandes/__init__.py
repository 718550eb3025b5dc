"""Commandes: the same functions as the screens, without the browser."""
