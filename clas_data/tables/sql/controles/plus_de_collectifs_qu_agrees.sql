-- gravite: alerte
-- table: agrements
-- colonne: collectifs_agrees
-- titre: Pas plus de collectifs déclarés qu'agréés
-- message: Action {code_action} : {declares} collectifs sont déclarés au questionnaire pour {valeur} agréés. Seuls les collectifs agréés ouvrent droit à la prestation de service.
with declares as (select campagne, code_action, count(*) as declares from recu.collectifs group by all)
select a.campagne, a.code_action, a.collectifs_agrees as valeur, d.declares, a._fichier, a._feuille, a._ligne
from recu.agrements as a
join declares as d using (campagne, code_action)
where d.declares > a.collectifs_agrees
