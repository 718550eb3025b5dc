-- one row per account filled in the bilan of one action, every campagne
select campagne, sens, poste, poste_libelle, financeur, montant, _fichier, _feuille, _ligne
from budgets
where code_action = $code
order by campagne, sens, montant desc
