-- each amount in its movement, under filters or by an axis: an action may have left its case
places as (  -- the cases where an action is, in each campagne
  {places}
),
arrivees as (  -- where what an action brought before is read now: in its case where it still is, else where it went
  select a.paire, a.source, a.fil, a.dedans, a.valeur, i.dedans as dedans_ici, i.valeur as valeur_ici
  from places as a
  join places as i on i.ici and not a.ici and i.paire = a.paire and i.source = a.source and i.fil = a.fil
  qualify row_number() over (partition by a.paire, a.source, a.fil, a.dedans, a.valeur
    order by i.dedans = a.dedans and i.valeur is not distinct from a.valeur desc, i.dedans = a.dedans desc, i.n desc, i.valeur) = 1
),
suivis as (  -- each amount, with its movement and both its cases
  select d.paire, r.indicateur, d.fil, d.ici, n.nature, coalesce(r.montant, 0) as montant, r.dedans, r.valeur,
    if(n.ici and not d.ici, coalesce(a.dedans_ici, r.dedans), r.dedans) as dedans_ici,
    if(n.ici and not d.ici and a.fil is not null, a.valeur_ici, r.valeur) as valeur_ici
  from recues as r
  join demandees as d using (indicateur, campagne, code_action)
  join natures as n using (paire, indicateur, fil)
  left join arrivees as a
    on not d.ici and a.paire = d.paire and a.source = r.source and a.fil = d.fil and a.dedans = r.dedans and a.valeur is not distinct from r.valeur
  where d.dit
),
lignes as (
  select paire, indicateur, fil, nature, valeur_ici as valeur, if(ici, 0, montant) as avant, if(ici, montant, 0) as apres, true as franchit
  from suivis where dedans_ici
  union all
  select paire, indicateur, fil, 'deplacees', valeur_ici, 0, montant, not dedans
  from suivis where dedans_ici and (not dedans or valeur is distinct from valeur_ici)
  union all
  select paire, indicateur, fil, 'deplacees', valeur, montant, 0, not dedans_ici
  from suivis where dedans and (not dedans_ici or valeur is distinct from valeur_ici)
  union all  -- who is silent now, where its request says it is
  select d.paire, d.indicateur, d.fil, 'muettes', i.valeur, 0, 0, true
  from demandees as d
  join places as i on i.source = 'demandes' and i.ici and i.paire = d.paire and i.fil = d.fil and i.dedans
  where d.ici and not d.dit
