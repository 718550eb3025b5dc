-- one row per group: agreed actions that answered what the indicator reads, out of those expected
select {groupes_select}{mesures}, count(*) as attendus
from actions
where {conditions}
{groupes_par}
