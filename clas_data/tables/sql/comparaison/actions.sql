-- one row per action whose intitulé differs from the campagne before
select a.code_action, a.intitule, b.intitule as intitule_avant
from staging.agrements as a
join staging.agrements as b
  on b.code_action = a.code_action and b.campagne = (select max(campagne) from staging.agrements where campagne < $campagne)
where a.campagne = $campagne and a.intitule <> b.intitule
order by a.code_action
