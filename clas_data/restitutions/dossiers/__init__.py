"""Dossiers: figures pinned with a sentence of one's own, kept by the installation under a name."""
