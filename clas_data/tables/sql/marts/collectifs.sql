-- one row per declared collectif of an agreed action and campagne; its niveau is the one declared, never that of the action
select
  a.campagne, a.code_action, c.numero, a.intitule, a.porteur_siret, a.porteur_nom, a.porteur_type,
  a.commune, a.commune_nom, a.epci, a.epci_nom, a.arrondissement, a.arrondissement_nom,
  coalesce(c.niveau, 'niveau non renseigné') as niveau, a.niveau as niveau_action, a.qpv, a.qpv_code,
  c.* exclude (campagne, code_action, numero, niveau)
from staging.collectifs as c
join staging.agrements as a using (campagne, code_action)
where a.agreee
