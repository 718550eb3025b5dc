-- one row per agreed action of a campagne: what its bilan says of the money, and what its questionnaire says of the hours
select
  code_action, intitule, porteur_nom, porteur_type, commune_nom, epci, epci_nom, niveau, qpv, bilan_recu,
  collectifs_realises, enfants_realises, charges, produits, charge_86, produit_87,
  collectifs_declares, collectifs_avec_heures, heures_collectifs, collectifs_avec_heures_enfants, heures_enfants
from actions
where campagne = $campagne
order by code_action
