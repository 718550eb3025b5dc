-- one row per questionnaire of an agreed action, campagne and scheme; reponse is null where the porteur left it empty
with reponses as (
  from staging.actions
  unpivot include nulls (reponse for dispositif in (pre, reaap, porte_action_reaap, pedt, pel_cel, contrat_de_ville, ctg, cite_educative, autre))
)
select
  a.campagne, a.code_action, a.intitule, a.porteur_siret, a.porteur_nom, a.porteur_type,
  a.commune, a.commune_nom, a.epci, a.epci_nom, a.arrondissement, a.arrondissement_nom, a.niveau, a.qpv, a.qpv_code,
  r.dispositif,
  r.reponse,
  case r.dispositif when 'pre' then r.pre_nature when 'reaap' then r.reaap_nature end as nature,
  r._fichier, r._sha256, r._feuille, r._ligne
from reponses as r
join staging.agrements as a using (campagne, code_action)
where a.agreee
