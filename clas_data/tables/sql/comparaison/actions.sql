-- one row per action whose intitulé differs from that of the action that it continues in the campagne before
select a.code_action, a.intitule, b.intitule as intitule_avant
from staging.agrements as a
join marts.suites as s using (campagne, code_action)
join staging.agrements as b
  on b.campagne = s.campagne_avant and b.code_action = s.code_avant
  and b.campagne = (select max(campagne) from staging.agrements where campagne < $campagne)
where a.campagne = $campagne and a.intitule <> b.intitule
order by a.code_action
