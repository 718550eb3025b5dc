-- one row per row received behind a figure, with the file, sheet and line it comes from
select
  campagne, code_action, intitule, porteur_nom, commune_nom, niveau,
  {colonnes}{provenance}_fichier as fichier, {provenance}_feuille as feuille, {provenance}_ligne as ligne
from {table}
where {conditions} and {retenues}
order by {tri}
