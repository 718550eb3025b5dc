-- gravite: alerte
-- table: collectifs
-- colonne: enfants
-- titre: Filles et garçons font le nombre d'enfants
-- message: Collectif {numero} de {code_action} : {filles} filles et {garcons} garçons font {somme}, mais {valeur} enfants sont déclarés. Lequel de ces nombres est juste ?
select campagne, code_action, numero, filles, garcons, filles + garcons as somme, enfants as valeur, _fichier, _feuille, _ligne
from recu.collectifs
where filles + garcons <> enfants
