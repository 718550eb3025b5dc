"""Données ouvertes: each mart as files to publish, its dictionary and its Table Schema beside it;
the whole marts for the committee.
"""
