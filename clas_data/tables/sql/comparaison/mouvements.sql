-- one row per agreed action that is in only one of this campagne and the one before, whatever its code became
with precedente as (select max(campagne) as nom from staging.agrements where campagne < $campagne),
agreees as (
  select a.campagne, a.code_action, a.intitule, a.porteur_nom, s.fil
  from staging.agrements as a
  join marts.suites as s using (campagne, code_action)
  where a.agreee
),
ici as (select * from agreees where campagne = $campagne),
avant as (select * from agreees where campagne = (select nom from precedente))
select 'apparue' as nature, code_action, intitule, porteur_nom from ici where fil not in (select fil from avant)
union all
select 'disparue', code_action, intitule, porteur_nom from avant where fil not in (select fil from ici)
order by nature, code_action
