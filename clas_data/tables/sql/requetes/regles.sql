-- one row per row judged in a campagne: its key, what was read and where, and for each rule whether it applies and is kept
select
  campagne,
  code_action,
  {numero} as numero,
  {lues},
  {jugements}
from {mart}
join (select campagne as fenetre, depot_debut, depot_fin from referentiel.campagnes) on fenetre = campagne
where campagne = $campagne
order by 2, 3
