-- who was asked, and who answered, for indicators of which the same actions are asked
select campagne, code_action, unnest([{questions}], recursive := true)
from {table}
where campagne in (select campagne from cotes) and {population}
