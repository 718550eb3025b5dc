-- the ratios of one table: of all that the filters keep (brut), and each of its own comparables, where they are now
select indicateur, if(rapporte = '', 'brut', 'comparables') as champ, tout, valeur, paire, ici, rapport, base
from (
  select rapporte, tout, valeur, paire, ici, unnest([{montants}], recursive := true)
  from (select rapporte, {tout} as tout, {valeur} as valeur, paire, ici, {mesures} from lues_{table} group by {groupes})
)
where rapporte in ('', indicateur)
