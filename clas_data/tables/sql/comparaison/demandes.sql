-- one row per request of two campagnes that follow each other: what tells whether one continues the other, and whether it is known already
select a.campagne, a.code_action as code, a.intitule, a.porteur_siret as siret, a.porteur_nom as nom, a.commune, a.commune_nom, a.niveau,
  a.agreee, coalesce(a.enfants_prevus, 0) as enfants_prevus, coalesce(a.renouvellement, true) as renouvelle,
  if(a.campagne = $campagne, s.code_avant is not null,
    (a.campagne, a.code_action) in (select (campagne_avant, code_avant) from marts.suites where code_avant is not null)) as suivie
from staging.agrements as a
join marts.suites as s using (campagne, code_action)
where a.campagne in ($campagne, $avant)
order by all
