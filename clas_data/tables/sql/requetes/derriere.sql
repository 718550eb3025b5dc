-- one row per row received behind a figure, with the file, sheet and line it comes from
select campagne, code_action, intitule, porteur_nom, commune_nom, niveau, {colonnes}, _fichier as fichier, _feuille as feuille, _ligne as ligne
from {table}
where {conditions}
order by campagne, code_action
