-- one row per porteur ever agreed, under its latest name
select porteur_siret, arg_max(porteur_nom, campagne) as porteur_nom, arg_max(commune_nom, campagne) as commune_nom
from porteurs
where actions_agreees > 0
group by porteur_siret
order by porteur_nom, porteur_siret
