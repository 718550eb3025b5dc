-- gravite: alerte
-- table: collectifs
-- colonne: code_action
-- titre: L'action est agréée
-- message: L'action « {valeur} » a été {decision} en {campagne} : ses réponses sont gardées mais n'entrent dans aucun total.
select r.campagne, r.code_action, r.code_action as valeur, a.decision, r._fichier, r._feuille, r._ligne
from recu.collectifs as r
join recu.agrements as a using (campagne, code_action)
where a.decision <> 'agréée'
