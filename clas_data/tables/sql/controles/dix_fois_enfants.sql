-- gravite: alerte
-- table: agrements
-- colonne: enfants_prevus
-- titre: Un nombre d'enfants sans commune mesure avec l'an dernier
-- message: Action {code_action} : {valeur} enfants prévus, contre {avant} à la campagne précédente. Un chiffre en trop ?
with suite as (
  select *, lag(enfants_prevus) over (partition by porteur_siret, code_action order by campagne) as avant from recu.agrements
)
select campagne, code_action, enfants_prevus as valeur, avant, _fichier, _feuille, _ligne
from suite
where avant > 0 and enfants_prevus >= $plancher_facteur and enfants_prevus >= avant * $facteur_dix
