-- one row per declared collectif of a campagne: its size, its weeks, its hours, its dates
select code_action, numero, epci, niveau, porteur_type, qpv, porteur_nom, intitule,
  enfants, seances_par_semaine, duree_seance_min, semaines, heures_par_enfant, date_debut, date_fin
from collectifs
where campagne = $campagne
order by code_action, numero
