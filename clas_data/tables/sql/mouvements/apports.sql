-- what each action brings, in each of its cases, for the indicators of one mart
select campagne, code_action, dedans, valeur, '{source}' as source, unnest([{montants}], recursive := true)
from (
  select campagne, code_action, coalesce({conditions}, false) as dedans, if(coalesce({conditions}, false), cast({axe} as varchar), null) as valeur, {mesures}
  from {table}
  where campagne in (select campagne from cotes)
  group by all
)
