-- one row per collectif of one action, every campagne
select campagne, numero, niveau, filles, garcons, enfants, enfants_qpv, enfants_rep, allophones, seances_par_semaine, duree_seance_min, semaines,
  encadrants_par_seance, heures_par_enfant, lieu, _fichier, _feuille, _ligne
from collectifs
where code_action = $code
order by campagne, numero
