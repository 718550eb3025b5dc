-- one row per approximate value of one action, every campagne
select campagne, titre, texte, _fichier, _feuille, _ligne
from approches
where code_action = $code
order by campagne, table_recue, cle, colonne
