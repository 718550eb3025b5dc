-- one row per request of a campagne, whatever was decided: what a sitting looks at
select code_action, intitule, porteur_nom, commune_nom, epci_nom, niveau, qpv, decision, collectifs_demandes, collectifs_agrees, enfants_prevus,
  bonus_enfants_collectifs, bonus_parents_collectifs
from agrements
where campagne = $campagne
order by code_action
