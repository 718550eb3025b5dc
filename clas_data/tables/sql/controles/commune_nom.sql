-- gravite: alerte
-- table: agrements
-- colonne: commune_nom
-- titre: Le nom de la commune correspond à son code
-- message: Action {code_action} : le code {commune} désigne {commune_code}, mais la commune écrite est « {valeur} ». Lequel des deux est juste ?
select campagne, code_action, commune_nom_declare as valeur, commune, commune_nom as commune_code, _fichier, _feuille, _ligne
from staging.agrements
where regexp_replace(lower(strip_accents(commune_nom_declare)), '[^a-z0-9]+', ' ', 'g')
   <> regexp_replace(lower(strip_accents(commune_nom)), '[^a-z0-9]+', ' ', 'g')
