-- one row per package of another département and indicator: the sums that it told, in the order of arrival
select * from referentiel.partages order by campagne, rang, indicateur
