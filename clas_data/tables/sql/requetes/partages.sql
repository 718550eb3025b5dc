-- one row per package of another département of a campagne, and indicator: the sums that it told, in the order of arrival
select * from referentiel.partages where campagne = $campagne order by rang, indicateur
