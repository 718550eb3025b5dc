"""Ouverture: received files opened in a process apart, their bytes made sheets of cells."""
