-- one row per agreed action that is in only one of this campagne and the one before
with ici as (select * from staging.agrements where agreee and campagne = $campagne),
avant as (select * from staging.agrements where agreee and campagne = (select max(campagne) from staging.agrements where campagne < $campagne))
select 'apparue' as nature, code_action, intitule, porteur_nom from ici where code_action not in (select code_action from avant)
union all
select 'disparue', code_action, intitule, porteur_nom from avant where code_action not in (select code_action from ici)
order by nature, code_action
