-- gravite: alerte
-- table: bilans
-- colonne: collectifs_realises
-- titre: Autant de collectifs au bilan qu'au questionnaire
-- message: Action {code_action} : le bilan compte {valeur} collectifs, le questionnaire en décrit {declares}. Combien ont fonctionné ?
with declares as (select campagne, code_action, count(*) as declares from recu.collectifs group by all)
select b.campagne, b.code_action, b.collectifs_realises as valeur, d.declares, b._fichier, b._feuille, b._ligne
from recu.bilans as b
join declares as d using (campagne, code_action)
where d.declares <> b.collectifs_realises
