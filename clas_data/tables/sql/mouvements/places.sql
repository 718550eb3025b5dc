-- the cases of each thread in each campagne, as the rows of one mart say them
select '{source}' as source, c.paire, s.fil, c.ici, t.dedans, t.valeur, count(*) as n
from (
  select campagne, code_action, coalesce({conditions}, false) as dedans, if(coalesce({conditions}, false), cast({axe} as varchar), null) as valeur
  from {table}
) as t
join suites as s using (campagne, code_action)
join cotes as c using (campagne)
group by all
