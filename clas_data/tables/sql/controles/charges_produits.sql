-- gravite: alerte
-- table: bilans
-- colonne: charge_64
-- titre: Les charges égalent les produits
-- message: Action {code_action} : {charges} € de charges et {produits} € de produits, soit {valeur} € d'écart. Quel poste manque ou se répète ?
select campagne, code_action, charges, produits, charges - produits as valeur, _fichier, _feuille, _ligne
from staging.bilans
where abs(charges - produits) > $tolerance_eur
