-- one ratio, by value of the axis and in all: of all that the filters keep, then of its comparables, read where they are now
select '{indicateur}' as indicateur, 'brut' as champ, {tout} as tout, {valeur} as valeur, campagne, cast({mesure} as decimal(38, 9)) as rapport
from (select *, coalesce({conditions}, false) as garde, cast({axe} as varchar) as place from {table} where campagne in ($campagne, $avec))
where garde
group by {groupes}
union all
select '{indicateur}', 'comparables', {tout}, {valeur}, campagne, cast({mesure} as decimal(38, 9))
from (
  select t.*, coalesce(a.dedans_ici, t.dedans) as garde, if(a.fil is null, t.case_, a.valeur_ici) as place
  from (
    select *, coalesce({conditions}, false) as dedans, if(coalesce({conditions}, false), cast({axe} as varchar), null) as case_
    from {table}
    where campagne in ($campagne, $avec)
  ) as t
  join suites as s using (campagne, code_action)
  join natures as n on n.indicateur = '{indicateur}' and n.nature = 'comparables' and n.fil = s.fil
  left join arrivees as a
    on t.campagne = $avec and a.source = '{source}' and a.fil = s.fil and a.dedans = t.dedans and a.valeur is not distinct from t.case_
)
where garde
group by {groupes}
