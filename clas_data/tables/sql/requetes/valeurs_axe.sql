-- one row per value of an axis
select distinct {colonne} as valeur from {table}
