-- one row per group: the measures asked, aggregated at the level asked
select {groupes_select}{mesures}
from {table}
where {conditions}
{groupes_par}
