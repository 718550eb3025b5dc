-- one row per pair of campagnes, indicator and value of the axis (total: all of them): the movements, actions and amounts, of what the filters keep
with cotes as (  -- the two campagnes of each pair
  select unnest($paires::integer[]) as paire, unnest($campagnes::varchar[]) as campagne, unnest($cotes::boolean[]) as ici
),
recues as (  -- what each action brings, indicator by indicator, in each case (kept or not by the filters, value of the axis)
  {apports}
),
interroges as (  -- who was agreed, and whether it answered this question
  {interroges}
),
demandees as (
  select c.paire, p.indicateur, s.fil, p.campagne, p.code_action, c.ici,
    p.dit or coalesce(r.somme is not null, false) as dit
  from interroges as p
  join suites as s using (campagne, code_action)
  join cotes as c using (campagne)
  left join (select indicateur, campagne, code_action, sum(montant) as somme from recues group by all) as r
    using (indicateur, campagne, code_action)
),
natures as (
  select paire, indicateur, fil, bool_or(ici) as ici,
    case
      when bool_or(dit and ici) and bool_or(dit and not ici) then 'comparables'
      when bool_or(dit and ici) then if(bool_or(not ici), 'retrouvees', 'nouvelles')
      when bool_or(dit) then if(bool_or(ici), 'perdues', 'arretees')
      else 'silencieuses'
    end as nature
  from demandees
  group by all
),
{mouvements}  union all
  select c.paire, indicateur, null, 'brut', valeur, if(c.ici, 0, montant), if(c.ici, montant, 0), true
  from recues join cotes as c using (campagne) where dedans
),
{lues}rapports as (  -- the two values of each ratio: on all that is kept (brut), and on the comparables
  {rapports}
)
select paire, indicateur, nature, {valeur} as valeur, {tout} as tout,
  count(distinct fil) as actions, cast(sum(avant) as varchar) as avant, cast(sum(apres) as varchar) as apres,
  count(distinct fil) filter (where franchit) as actions_tout,
  cast(sum(avant) filter (where franchit) as varchar) as avant_tout, cast(sum(apres) filter (where franchit) as varchar) as apres_tout
from lignes
group by {groupes}
union all
select paire, indicateur, concat('rapport_', champ), valeur, tout, min(base),  -- of the smaller side
  cast(max(rapport) filter (where not ici) as varchar), cast(max(rapport) filter (where ici) as varchar),
  null, null, null
from rapports
group by all
