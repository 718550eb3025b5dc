"""The page « Dossiers »: the list, one dossier, and what it is composed from."""
