-- one row per campagne in which this code was requested: the request, and everything that came back of it
select a.campagne as campagne_, a.decision as decision_, a.motif as motif_, a.intitule as intitule_, a.porteur_nom as porteur_, a.porteur_siret as siret_,
  a.porteur_type as type_, a.commune_nom as commune_, a.niveau as niveau_, a.qpv as quartier_, a._fichier as agrement_fichier, a._feuille as agrement_feuille, a._ligne as agrement_ligne, x.*
from agrements as a
left join actions as x using (campagne, code_action)
where a.code_action = $code
order by a.campagne
