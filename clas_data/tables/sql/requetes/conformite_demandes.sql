-- one row per request, every campagne (or one): who asks, what was decided, what was received of it
select
  a.campagne, a.code_action, a.intitule, a.porteur_siret, a.porteur_nom, a.porteur_type, a.commune_nom, a.epci, a.epci_nom, a.niveau, a.qpv,
  a.decision, a.motif, a.date_depot, a.renouvellement, a.bilan_precedent_fourni, a.avis_education_nationale,
  a.collectifs_demandes, a.collectifs_agrees, a.enfants_prevus, a.bonus_enfants_collectifs, a.bonus_parents_collectifs,
  coalesce(x.questionnaire_recu, false) as questionnaire_recu, coalesce(x.collectifs_recus, false) as collectifs_recus,
  coalesce(x.bilan_recu, false) as bilan_recu, x.collectifs_declares, x.collectifs_avec_enfants, x.enfants, a._fichier, a._feuille, a._ligne
from agrements as a
left join actions as x using (campagne, code_action)
where $campagne = '' or a.campagne = $campagne
order by a.campagne, a.porteur_nom, a.code_action
