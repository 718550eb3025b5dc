-- gravite: alerte
-- table: bilans
-- colonne: charge_64
-- titre: Un total de charges sans commune mesure avec l'an dernier
-- message: Action {code_action} : {valeur} € de charges, contre {avant} € à la campagne précédente. Une virgule ou un zéro en trop ?
with suite as (
  select r.*, lag(r.charges) over (partition by a.porteur_siret, code_action order by campagne) as avant
  from staging.bilans as r
  join recu.agrements as a using (campagne, code_action)   -- a code may be given to another porteur the next year
)
select campagne, code_action, charges as valeur, avant, _fichier, _feuille, _ligne
from suite
where avant > 0 and charges >= avant * $facteur_dix
