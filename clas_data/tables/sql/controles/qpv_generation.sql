-- gravite: alerte
-- table: agrements
-- colonne: qpv_code
-- titre: Le quartier est de la génération de la campagne
-- message: Action {code_action} : le code {valeur} n'est pas de la génération {generation} des quartiers prioritaires, en vigueur pour la campagne {campagne} (QP : 2015, QN : 2024).
select a.campagne, a.code_action, a.qpv_code as valeur, cast(c.generation_qpv as varchar) as generation, a._fichier, a._feuille, a._ligne
from staging.agrements as a
join referentiel.campagnes as c using (campagne)
where a.qpv_code is not null and starts_with(a.qpv_code, 'QP') <> (c.generation_qpv < 2024)
