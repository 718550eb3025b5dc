-- one row per territory of a campagne: agreed actions whose questionnaire declares a Reaap or a PRE, out of those that answered
select
  {colonne} as code, count(*) as actions, count(*) filter (where questionnaire_recu) as questionnaires,
  count(*) filter (where reaap or porte_action_reaap) as actions_reaap,
  count(*) filter (where pre) as actions_pre
from actions
where campagne = $campagne
group by 1
order by 1
