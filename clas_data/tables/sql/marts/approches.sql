-- one row per value that its cell says to be approximate (« env. 30 »), and what was written
select a.*, d.porteur_siret, c.titre
from referentiel.approches as a
left join staging.agrements as d using (campagne, code_action)
left join referentiel.colonnes as c using (table_recue, colonne)
