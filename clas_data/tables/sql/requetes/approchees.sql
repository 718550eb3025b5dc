-- one row per approximate value of a campagne
select table_recue, cle, code_action, colonne, texte
from approches
where campagne = $campagne
order by table_recue, cle, colonne
