"""Fichiers: what was received of a campagne — read, checked all at once, archived, journalled."""
