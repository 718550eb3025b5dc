-- one row per name of a porteur, in this campagne (ici) and in the one before
select distinct porteur_siret, porteur_nom, campagne = $campagne as ici
from staging.agrements
where campagne in ($campagne, (select max(campagne) from staging.agrements where campagne < $campagne))
order by porteur_nom
