-- one row per request of a campagne, with what came back of it: the list of the screen « Actions et porteurs »
select
  a.code_action, a.intitule, a.porteur_nom, a.porteur_siret, a.porteur_type, a.commune_nom, a.epci, a.epci_nom, a.niveau, a.qpv, a.decision,
  a.collectifs_agrees, a.enfants_prevus, x.collectifs_declares, x.enfants,
  coalesce(x.questionnaire_recu, false) as questionnaire_recu, coalesce(x.bilan_recu, false) as bilan_recu
from agrements as a
left join actions as x using (campagne, code_action)
where a.campagne = $campagne
order by a.porteur_nom, a.intitule, a.code_action
