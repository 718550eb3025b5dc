-- one ratio of the comparables, by value of the axis and in all, read where they are now
select '{indicateur}' as indicateur, 'comparables' as champ, {tout} as tout, {valeur} as valeur, campagne, cast({mesure} as decimal(38, 9)) as rapport, {base} as base
from suivies_{table}
where fil_suivi in (select fil from natures where indicateur = '{indicateur}' and nature = 'comparables')
group by {groupes}
