-- no row: no ratio is asked
select '' as indicateur, '' as champ, true as tout, '' as valeur, '' as campagne, cast(0 as decimal(38, 9)) as rapport, 0 as base
where false
