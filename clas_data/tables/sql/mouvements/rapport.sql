-- one ratio of the comparables, by value of the axis and in all, read where they are now
select '{indicateur}' as indicateur, 'comparables' as champ, {tout} as tout, {valeur} as valeur, paire, ici, cast({mesure} as decimal(38, 9)) as rapport, {base} as base
from suivies_{table}
semi join (select paire, fil as fil_suivi from natures where indicateur = '{indicateur}' and nature = 'comparables') using (paire, fil_suivi)
group by {groupes}
