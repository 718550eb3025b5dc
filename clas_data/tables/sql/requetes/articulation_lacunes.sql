-- one row per agreed action of a campagne, with the PRE of its commune where one is known: which gaps concern it, which it shows
with situees as (
  select a.*, p.pre as programme
  from actions as a
  left join referentiel.pre_communes as p on p.commune_insee = a.commune
  where a.campagne = $campagne
)
select
  code_action, intitule, porteur_siret, porteur_nom, porteur_type, commune, commune_nom, epci, epci_nom, niveau, qpv, qpv_code, programme, questionnaire_recu,
  {jugements}
from situees
order by porteur_nom, code_action
