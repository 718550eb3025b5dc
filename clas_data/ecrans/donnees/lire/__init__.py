"""Lire un fichier : montrer une fois comment se lit un fichier qui n'a pas nos en-têtes."""
