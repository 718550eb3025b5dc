"""The Clas departmental dashboard: six nouns, one way.

A *fichier* is received (`fichiers`), becomes a *table* (`tables`), is read through an *indicateur*
(`indicateurs`), paid by a *bareme* (`baremes`, `simulateur`), seen by an *acteur* within a
perimetre (`acces`) on a *page* (`ui`, `pages/`).  Nothing flows back: a page that must change data
drops a file and asks for a rebuild.  Imports go downwards only:

    dashboard.py · pages/ · ui · commandes
    restitutions · exemples
    secret                                  (what may leave the committee)
    simulateur · indicateurs · territoires · conformite · articulation · paroles
    tables                                  (the only `import duckdb`)
    fichiers · baremes · acces
    config · errors · formats · declarations
"""
