-- the rows that the ratios of one table add up: those that the filters keep; those that are followed, where they are now
gardees_{table} as materialized (
  select paire, ici, {table}.*, cast({axe} as varchar) as place from {table} join cotes using (campagne) where coalesce({conditions}, false)
),
suivies_{table} as materialized (
  select t.*, s.fil as fil_suivi, if(a.fil is null, t.case_, a.valeur_ici) as place
  from (
    select paire, ici, {table}.*, coalesce({conditions}, false) as dedans, if(coalesce({conditions}, false), cast({axe} as varchar), null) as case_
    from {table} join cotes using (campagne)
  ) as t
  join suites as s using (campagne, code_action)
  left join arrivees as a
    on not t.ici and a.paire = t.paire and a.source = '{source}' and a.fil = s.fil and a.dedans = t.dedans and a.valeur is not distinct from t.case_
  where coalesce(a.dedans_ici, t.dedans)
),
