-- one row per row received of a campagne: its key, and its content as text
select concat_ws('/', {cle}) as cle, cast(row({colonnes}) as varchar) as contenu
from recu.{table}
where campagne = $campagne
