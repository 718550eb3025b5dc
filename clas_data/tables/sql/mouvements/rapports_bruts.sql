-- the ratios of one table, of all that the filters keep
select indicateur, 'brut' as champ, tout, valeur, campagne, rapport, base
from (
  select tout, valeur, campagne, unnest([{montants}], recursive := true)
  from (select {tout} as tout, {valeur} as valeur, campagne, {mesures} from gardees_{table} group by {groupes})
)
