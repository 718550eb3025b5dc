-- gravite: alerte
-- table: agrements
-- colonne: qpv_code
-- titre: La commune a un quartier prioritaire
-- message: Action {code_action} : le quartier {valeur} est déclaré à {commune_nom}, où aucun quartier prioritaire de la génération {generation} n'est connu. Vérifiez la commune et le quartier.
select a.campagne, a.code_action, a.qpv_code as valeur, a.commune_nom, cast(c.generation_qpv as varchar) as generation, a._fichier, a._feuille, a._ligne
from staging.agrements as a
join referentiel.campagnes as c using (campagne)
anti join referentiel.qpv_communes as q on q.generation = c.generation_qpv and q.commune_insee = a.commune
where a.qpv_code is not null
  and exists (select 1 from referentiel.qpv_communes as g where g.generation = c.generation_qpv)
