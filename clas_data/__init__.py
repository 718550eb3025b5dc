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
    nation            the figures of other territories, beside which the département is read
    partage           the packages of other départements, checked, and added up without telling one
    secret            what may leave the committee
    simulateur · indicateurs · territoires · conformite · articulation · paroles
    tables            the only `import duckdb`
    fichiers · baremes · acces
    config · errors · formats · declarations · memoire

The minute of a newcomer, for a figure of a screen, say « Enfants accompagnés par niveau »:

    asked      `pages/enfants.py`: `blocs.repartition("enfants_accompagnes", par="niveau", …)`
    composed   `figures/composer.py`, `BLOCS`: the function of each kind, from a source of values,
               the committee's or the diffused ones (`figures/repartitions.py`, `valeurs.py`)
    worded     there too: `figures/mots.py` (field, source, warnings), `indicateurs/phrases.py`
    drawn      `dessin/ecran.py` on screen, `dessin/papier/` in a document; neither words anything
    kept       `ui/lecture.py`, `figures`: under the empreinte, the selection and the declaration
    shown      `ui/figure.py`, `show`: the one card, and « Lire ce graphique »
    tested     `tests/test_figures.py`: every figure, both sources, what each medium draws

A picture that one page alone has (the droits that move, actions × rules, a map) is a figure too:
composed in `figures/propres/`, made of one of `figures/images.py` or of `figures/propres/lieux.py`
(maps, their legends), drawn by `dessin/images.py`.

streamlit is imported by `ecrans`, `ui` and `serveur` alone.  `tests/test_architecture.py` holds
all of this.
"""
