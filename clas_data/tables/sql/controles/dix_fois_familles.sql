-- gravite: alerte
-- table: actions
-- colonne: familles
-- titre: Un nombre de familles sans commune mesure avec l'an dernier
-- message: Action {code_action} : {valeur} familles, contre {avant} à la campagne précédente. Un chiffre en trop ?
with suite as (
  select r.*, lag(r.familles) over (partition by a.porteur_siret, code_action order by campagne) as avant
  from recu.actions as r
  join recu.agrements as a using (campagne, code_action)   -- a code may be given to another porteur the next year
)
select campagne, code_action, familles as valeur, avant, _fichier, _feuille, _ligne
from suite
where avant > 0 and familles >= $plancher_facteur and familles >= avant * $facteur_dix
