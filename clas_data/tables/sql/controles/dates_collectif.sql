-- gravite: alerte
-- table: collectifs
-- colonne: date_debut
-- titre: Les dates d'un collectif sont dans l'année scolaire
-- message: Collectif {numero} de {code_action} : du {valeur} au {date_fin}, alors que la campagne est {campagne}. Vérifiez les deux dates.
select campagne, code_action, numero, date_debut as valeur, date_fin, _fichier, _feuille, _ligne
from recu.collectifs
where date_fin < date_debut
   or date_debut < make_date(cast(left(campagne, 4) as integer), 8, 1)
   or date_fin > make_date(cast(right(campagne, 4) as integer), 8, 31)
