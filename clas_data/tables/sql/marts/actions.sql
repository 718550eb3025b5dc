-- one row per agreed action and campagne: the request, its questionnaire, its collectifs added up, its bilan
with sommes as (
  select
    campagne, code_action, count(*) as collectifs_declares, count(enfants) as collectifs_avec_enfants,
    sum(enfants) as enfants, sum(filles) as filles, sum(garcons) as garcons,
    sum(enfants_qpv) as enfants_qpv, sum(enfants_rep) as enfants_rep, sum(allophones) as allophones,
    sum(heures_enfants) as heures_enfants, sum(heures_par_enfant) as heures_collectifs,
    sum(enfants) filter (where heures_enfants is not null) as enfants_avec_heures,
    count(heures_par_enfant) as collectifs_avec_heures, count(heures_enfants) as collectifs_avec_heures_enfants,
    bool_and(depenses is not null) as depenses_connues, sum(depenses) as depenses_collectifs
  from staging.collectifs
  group by campagne, code_action
)
select
  a.* exclude (agreee, _fichier, _sha256, _feuille, _ligne, commune_nom_declare),
  q.code_action is not null as questionnaire_recu,
  s.code_action is not null as collectifs_recus,
  b.code_action is not null as bilan_recu,
  q.* exclude (campagne, code_action, difficultes, _fichier, _sha256, _feuille, _ligne),
  q.difficultes as questionnaire_difficultes,
  s.* exclude (campagne, code_action),
  b.* exclude (campagne, code_action, departement, region, epci, commune, autres, participation_familles, fonds_propres,
               caf_autres, etat_politique_ville, etat_autres, difficultes, _fichier, _sha256, _feuille, _ligne),
  b.departement as produit_departement, b.region as produit_region, b.epci as produit_epci, b.commune as produit_commune,
  b.autres as produit_autres, b.participation_familles as produit_participation_familles, b.fonds_propres as produit_fonds_propres,
  b.caf_autres as produit_caf_autres, b.etat_politique_ville as produit_etat_politique_ville, b.etat_autres as produit_etat_autres,
  b.difficultes as bilan_difficultes,
  a._fichier, a._sha256, a._feuille, a._ligne,
  q._fichier as questionnaire_fichier, q._feuille as questionnaire_feuille, q._ligne as questionnaire_ligne,
  b._fichier as bilan_fichier, b._feuille as bilan_feuille, b._ligne as bilan_ligne
from staging.agrements as a
left join staging.actions as q using (campagne, code_action)
left join sommes as s using (campagne, code_action)
left join staging.bilans as b using (campagne, code_action)
where a.agreee
