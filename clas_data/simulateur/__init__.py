"""Simulateur: a pure function, collectifs × barème → droits; scenarios, backwards, who gains and
who loses.
"""
