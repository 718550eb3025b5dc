-- gravite: alerte
-- table: collectifs
-- colonne: allophones
-- titre: Pas plus d'enfants dans une catégorie que dans le collectif
-- message: Collectif {numero} de {code_action} : {valeur} enfants sont allophones, mais le collectif n'en compte que {enfants}. Lequel de ces nombres est juste ?
select campagne, code_action, numero, allophones as valeur, enfants, _fichier, _feuille, _ligne
from recu.collectifs
where allophones > enfants
