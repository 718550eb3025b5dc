-- each amount in its movement, without filter nor axis: nothing moves to another case
lignes as (
  select d.paire, r.indicateur, d.fil, n.nature, r.valeur, if(d.ici, 0, coalesce(r.montant, 0)) as avant, if(d.ici, coalesce(r.montant, 0), 0) as apres, true as franchit
  from recues as r
  join demandees as d using (indicateur, campagne, code_action)
  join natures as n using (paire, indicateur, fil)
  where d.dit
  union all
  select paire, indicateur, fil, 'muettes', null, 0, 0, true from demandees where ici and not dit
