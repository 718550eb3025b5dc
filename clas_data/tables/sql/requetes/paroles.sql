-- one row per text that a porteur wrote about an agreed action of a campagne, in its questionnaire or its bilan
with ecrits as (
  from actions
  unpivot (texte for rubrique in (points_forts, questionnaire_difficultes, bilan_difficultes, besoins, perspectives))
)
select
  campagne, code_action, intitule, porteur_siret, porteur_nom, porteur_type, commune_nom, epci, epci_nom, niveau, qpv, rubrique, trim(texte) as texte
from ecrits
where campagne = $campagne and trim(texte) <> ''
order by porteur_nom, code_action, rubrique
