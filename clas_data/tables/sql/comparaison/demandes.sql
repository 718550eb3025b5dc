-- one row per request of two campagnes that follow each other: what tells whether one continues the other, and whether it is known already
select a.campagne, a.code_action as code, coalesce(a.intitule, '') as intitule, coalesce(a.porteur_siret, '') as siret, coalesce(a.porteur_nom, '') as nom,
  coalesce(a.commune, '') as commune, coalesce(a.commune_nom, '') as commune_nom, coalesce(a.niveau, '') as niveau,
  coalesce(a.agreee, false) as agreee, coalesce(a.enfants_prevus, 0) as enfants_prevus, coalesce(a.renouvellement, true) as renouvelle,
  if(a.campagne = $campagne, s.code_avant is not null,
    (a.campagne, a.code_action) in (select (campagne_avant, code_avant) from marts.suites where code_avant is not null)) as suivie
from staging.agrements as a
join marts.suites as s using (campagne, code_action)
where a.campagne in ($campagne, $avant)
order by all
