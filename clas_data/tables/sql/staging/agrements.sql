-- one row per request and campagne, placed on the territory
select
  a.campagne,
  a.code_action,
  a.intitule,
  a.porteur_siret,
  a.porteur_nom,
  coalesce(a.porteur_type, 'non renseigné') as porteur_type,
  a.commune_insee as commune,
  c.nom as commune_nom,
  c.epci_siren as epci,
  c.epci_nom,
  c.arrondissement_code as arrondissement,
  c.arrondissement_nom,
  coalesce(a.niveau, 'niveau non renseigné') as niveau,
  case when a.qpv_code is not null then 'QPV' else 'hors QPV' end as qpv,
  a.qpv_code,
  a.commune_nom as commune_nom_declare,
  a.decision = 'agréée' as agreee,
  a.* exclude (campagne, code_action, intitule, porteur_siret, porteur_nom, porteur_type, commune_insee, commune_nom, niveau, qpv_code)
from recu.agrements as a
left join referentiel.communes as c on c.code_insee = a.commune_insee
