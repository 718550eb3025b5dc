-- one row per campagne that a table holds, and how many rows
select campagne, count(*) as lignes from recu.{table} group by campagne order by campagne
