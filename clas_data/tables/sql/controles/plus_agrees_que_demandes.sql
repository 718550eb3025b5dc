-- gravite: alerte
-- table: agrements
-- colonne: collectifs_agrees
-- titre: Pas plus de collectifs agréés que demandés
-- message: Action {code_action} : {valeur} collectifs agréés pour {demandes} demandés. Vérifiez les deux nombres.
select campagne, code_action, collectifs_agrees as valeur, collectifs_demandes as demandes, _fichier, _feuille, _ligne
from recu.agrements
where collectifs_agrees > collectifs_demandes
