-- one row per request and campagne: the request that it continues (none: it begins), and fil, the name of the whole thread, from its first campagne
with recursive dites as (
  select * from referentiel.suites where nature = 'action'
),
demandes as (
  select a.campagne, a.code_action, a.porteur_siret, coalesce(p.porteur, a.porteur_siret) as porteur
  from staging.agrements as a
  left join referentiel.memes_porteurs as p on p.siret = a.porteur_siret
),
confirmees as (
  select campagne, code as code_action, campagne_avant, code_avant
  from dites
  where decision = 'confirmée'
    and (campagne, code) in (select (campagne, code_action) from demandes)
    and (campagne_avant, code_avant) in (select (campagne, code_action) from demandes)
),
memes_codes as (
  select campagne, code_action,
    lag(campagne) over w as campagne_avant,
    case when lag(campagne) over w is not null then code_action end as code_avant
  from demandes
  window w as (partition by code_action, porteur order by campagne)
),
liens as (
  select d.*,
    coalesce(c.campagne_avant, m.campagne_avant) as campagne_avant,
    coalesce(c.code_avant, m.code_avant) as code_avant,
    case when c.code_avant is not null then 'suite' when m.code_avant is not null then 'code' end as origine
  from demandes as d
  left join confirmees as c using (campagne, code_action)
  left join memes_codes as m
    on m.campagne = d.campagne and m.code_action = d.code_action
    and (m.campagne_avant, m.code_avant) not in (select (campagne_avant, code_avant) from confirmees)
    and (m.campagne, m.code_action, m.campagne_avant, m.code_avant) not in
      (select (campagne, code, campagne_avant, code_avant) from dites where decision = 'refusée')
),
fils as (
  select *, concat(campagne, '/', code_action) as fil from liens where code_avant is null
  union all
  select l.*, f.fil
  from liens as l
  join fils as f on f.campagne = l.campagne_avant and f.code_action = l.code_avant
)
select campagne, code_action, porteur_siret, porteur, campagne_avant, code_avant, origine, fil
from fils
