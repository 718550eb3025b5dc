-- one row per agreed action of a campagne, placed: what the map draws as a point, what the sheet of a territory lists
select
  code_action, intitule, porteur_nom, commune, commune_nom, epci, niveau, qpv, collectifs_agrees, enfants_prevus, enfants, charges, ps_clas,
  questionnaire_recu, bilan_recu
from actions
where campagne = $campagne
order by commune, code_action
