-- one row per declared collectif and campagne; hours are unknown as soon as one of their factors is
select
  *,
  seances_par_semaine * duree_seance_min * semaines / 60 as heures_par_enfant,
  enfants * seances_par_semaine * duree_seance_min * semaines / 60 as heures_enfants
from recu.collectifs
