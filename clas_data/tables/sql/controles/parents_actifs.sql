-- gravite: alerte
-- table: actions
-- colonne: parents_actifs
-- titre: Pas plus de parents actifs que de parents rencontrés
-- message: Action {code_action} : {valeur} parents actifs pour {rencontres} rencontrés. Lequel de ces nombres est juste ?
select campagne, code_action, parents_actifs as valeur, parents_rencontres as rencontres, _fichier, _feuille, _ligne
from recu.actions
where parents_actifs > parents_rencontres
