-- one row per row received behind a figure, with the file, sheet and line it comes from
select
  campagne, code_action, intitule, porteur_nom, commune_nom, niveau,
  {colonnes}{provenance}_fichier as fichier, {provenance}_feuille as feuille, {provenance}_ligne as ligne,
  (
    select string_agg(p.titre || ' « ' || p.texte || ' »', ' ; ' order by p.titre)
    from approches as p
    where p.campagne = lues.campagne and p._fichier = lues.{provenance}_fichier
      and p._feuille = lues.{provenance}_feuille and p._ligne = lues.{provenance}_ligne
  ) as approche
from {table} as lues
where {conditions} and {retenues}
order by {tri}
