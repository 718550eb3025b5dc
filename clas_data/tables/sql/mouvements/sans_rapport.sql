-- no row: no ratio is asked
select '' as indicateur, '' as champ, true as tout, '' as valeur, 0 as paire, true as ici, cast(0 as decimal(38, 9)) as rapport, 0 as base
where false
