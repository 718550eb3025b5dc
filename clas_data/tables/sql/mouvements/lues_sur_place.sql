-- the rows that the ratios of one table add up, without filter nor axis: all of them; and, for each ratio, those of its comparables
lues_{table} as (
  select '' as rapporte, paire, ici, {table}.*, null as place from {table} join cotes using (campagne)
  union all
  select n.indicateur, c.paire, c.ici, {table}.*, null
  from {table}
  join cotes as c using (campagne)
  join suites as s using (campagne, code_action)
  join natures as n on n.nature = 'comparables' and n.indicateur in ({noms}) and n.paire = c.paire and n.fil = s.fil
),
