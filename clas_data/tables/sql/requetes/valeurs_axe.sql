-- one row per value of an axis, over requests and collectifs
select {colonne} as valeur from agrements where {colonne} is not null
union
select {colonne} from collectifs where {colonne} is not null
order by 1
