"""The territory: contours, distances, couverture, zones blanches, where to open next.

Pure functions on tables: what is known of the communes (`communes`), what the base says of them
(`offre`), and what both say together (`couverture`, `zones`, `implantation`).  Hypotheses live in
`parametres.yaml`, each with its origin.
"""
