-- one row per porteur of a campagne, under the name that it had then
select porteur_siret, porteur_nom
from porteurs
where campagne = $campagne
order by porteur_nom, porteur_siret
