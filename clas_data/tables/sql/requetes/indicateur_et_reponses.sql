-- one row per group: the measures asked, and how many agreed actions answered what they read out of those expected; a group where nobody answered too
with calcules as (
  select {groupes_select}true as calculee, {mesures}
  from {table}
  where {conditions}
  {groupes_par}
),
dits as (
  select {groupes_select}{dits}, count(*) as attendus
  from actions
  where {conditions}
  {groupes_par}
)
select {colonnes}
from calcules full join dits on {memes}
