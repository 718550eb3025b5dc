-- gravite: alerte
-- table: bilans
-- colonne: charge_86
-- titre: Les contributions volontaires s'équilibrent (comptes 86 et 87)
-- message: Action {code_action} : {valeur} € au compte 86 et {produit} € au compte 87. Les deux comptes portent le même montant.
select campagne, code_action, charge_86 as valeur, produit_87 as produit, _fichier, _feuille, _ligne
from recu.bilans
where abs(charge_86 - produit_87) > $tolerance_eur
