"""Partage: the packages of other départements, checked, kept, and added up without telling one."""
