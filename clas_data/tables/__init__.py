"""Tables: the DuckDB base, built from the accepted files, named by its empreinte, read within a
perimetre.
"""
