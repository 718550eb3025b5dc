-- one row per row received of a campagne: its key, and the name of its porteur where it is known
select concat_ws('/', {cle}) as cle, coalesce(a.porteur_nom, '') as porteur
from recu.{table} as t
left join recu.agrements as a on a.campagne = t.campagne and a.code_action = {code}
where t.campagne = $campagne
order by cle
