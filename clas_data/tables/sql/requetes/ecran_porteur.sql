-- one row per request of one porteur, every campagne
select a.campagne, a.code_action, a.intitule, a.porteur_nom, a.porteur_type, a.commune_nom, a.niveau, a.qpv, a.decision, a.collectifs_agrees, a.enfants_prevus,
  x.collectifs_declares, x.enfants, coalesce(x.questionnaire_recu, false) as questionnaire_recu, coalesce(x.bilan_recu, false) as bilan_recu
from agrements as a
left join actions as x using (campagne, code_action)
where a.porteur_siret = $siret
order by a.campagne, a.code_action
