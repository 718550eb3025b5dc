"""Paquets: the protected figures of one département and campagne, as they are exchanged."""
