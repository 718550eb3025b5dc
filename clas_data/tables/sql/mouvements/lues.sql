-- the rows that the ratios of one table add up: those that the filters keep; and, for each ratio, those of its comparables, where they are now
lues_{table} as (
  select '' as rapporte, paire, ici, {table}.*, cast({axe} as varchar) as place
  from {table} join cotes using (campagne)
  where coalesce({conditions}, false)
  union all
  select n.indicateur, t.paire, t.ici, t.* exclude (paire, ici, dedans, case_), if(a.fil is null, t.case_, a.valeur_ici)
  from (
    select paire, ici, {table}.*, coalesce({conditions}, false) as dedans, if(coalesce({conditions}, false), cast({axe} as varchar), null) as case_
    from {table} join cotes using (campagne)
  ) as t
  join suites as s using (campagne, code_action)
  join natures as n on n.nature = 'comparables' and n.indicateur in ({noms}) and n.paire = t.paire and n.fil = s.fil
  left join arrivees as a
    on not t.ici and a.paire = t.paire and a.source = '{source}' and a.fil = s.fil and a.dedans = t.dedans and a.valeur is not distinct from t.case_
  where coalesce(a.dedans_ici, t.dedans)
),
