-- gravite: alerte
-- table: collectifs
-- colonne: enfants_qpv
-- titre: Pas plus d'enfants dans une catégorie que dans le collectif
-- message: Collectif {numero} de {code_action} : {valeur} enfants habitent un QPV, mais le collectif n'en compte que {enfants}. Lequel de ces nombres est juste ?
select campagne, code_action, numero, enfants_qpv as valeur, enfants, _fichier, _feuille, _ligne
from recu.collectifs
where enfants_qpv > enfants
