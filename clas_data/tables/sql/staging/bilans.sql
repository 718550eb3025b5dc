-- one row per bilan and campagne; a total is unknown only when all its parts are
select
  *,
  case when coalesce(charge_60, charge_61, charge_62, charge_63, charge_64, charge_65_68) is not null then
    coalesce(charge_60, 0) + coalesce(charge_61, 0) + coalesce(charge_62, 0) + coalesce(charge_63, 0) + coalesce(charge_64, 0) + coalesce(charge_65_68, 0)
  end as charges,
  case when coalesce(ps_clas, bonus_enfants, bonus_parents, bonification_politique_ville, caf_autres, etat_politique_ville, etat_autres,
                     departement, region, epci, commune, participation_familles, fonds_propres, autres) is not null then
    coalesce(ps_clas, 0) + coalesce(bonus_enfants, 0) + coalesce(bonus_parents, 0) + coalesce(bonification_politique_ville, 0)
    + coalesce(caf_autres, 0) + coalesce(etat_politique_ville, 0) + coalesce(etat_autres, 0) + coalesce(departement, 0) + coalesce(region, 0)
    + coalesce(epci, 0) + coalesce(commune, 0) + coalesce(participation_familles, 0) + coalesce(fonds_propres, 0) + coalesce(autres, 0)
  end as produits
from recu.bilans
