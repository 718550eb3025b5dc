-- one row per agreed action of a campagne: what the formula reads, and who it is for
select
  code_action, intitule, porteur_siret, porteur_nom, porteur_type, commune, commune_nom, epci, epci_nom, niveau, qpv,
  collectifs_agrees, collectifs_realises, coalesce(collectifs_realises, collectifs_agrees) as collectifs,
  bonus_enfants_collectifs, bonus_parents_collectifs, charges, produits, charge_86, enfants_prevus, enfants_realises,
  ps_clas, bonus_enfants, bonus_parents, bonification_politique_ville, bilan_recu
from actions
where campagne = $campagne
order by code_action
