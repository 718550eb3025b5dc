-- gravite: alerte
-- table: bilans
-- colonne: enfants_realises
-- titre: Les collectifs font le nombre d'enfants du bilan
-- message: Action {code_action} : le bilan compte {valeur} enfants, les collectifs du questionnaire en font {somme}. Lequel de ces nombres est juste ?
with sommes as (
  select campagne, code_action, sum(enfants) as somme from recu.collectifs group by all having count(*) = count(enfants)
)
select b.campagne, b.code_action, b.enfants_realises as valeur, s.somme, b._fichier, b._feuille, b._ligne
from recu.bilans as b
join sommes as s using (campagne, code_action)
where s.somme <> b.enfants_realises
