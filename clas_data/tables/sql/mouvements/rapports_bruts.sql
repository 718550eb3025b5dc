-- the ratios of one table, of all that the filters keep
select indicateur, 'brut' as champ, tout, valeur, paire, ici, rapport, base
from (
  select tout, valeur, paire, ici, unnest([{montants}], recursive := true)
  from (select {tout} as tout, {valeur} as valeur, paire, ici, {mesures} from gardees_{table} group by {groupes})
)
