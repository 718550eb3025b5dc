"""The Clas departmental dashboard: seven nouns, one way.

A *fichier* is received (`fichiers`), becomes a *table* (`tables`), is read through an *indicateur*
(`indicateurs`), paid by a *bareme* (`baremes`, `simulateur`), seen by an *acteur* within a
perimetre (`acces`) on a *page* (`pages/`, `ecrans`, `restitutions`).  Nothing flows back: a page
that must change data drops a file and asks for a rebuild.  Imports go downwards only, without any
circle, not even between two rooms of one floor:

    dashboard.py · pages/
    ecrans            one folder per page: its state, one file per tab
    ui · serveur · commandes
                      the kit of every screen · the door and what the server adds · the command line
    restitutions · exemples
    dessin            pictures of figures; the only `import plotly`
    figures           what is shown, as plain data: titles, series, tables, words, live tokens
    secret            what may leave the committee
    simulateur · indicateurs · territoires · conformite · articulation · paroles
    tables            the only `import duckdb`
    fichiers · baremes · acces
    config · errors · formats · declarations · memoire

streamlit is imported by `ecrans`, `ui` and `serveur` alone.  `tests/test_architecture.py` holds
all of this.
"""
