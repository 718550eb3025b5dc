-- one row per row judged in a campagne: its key, what was read, and for each rule whether it applies and is kept
select
  m.campagne,
  code_action,
  {numero} as numero,
  {lues},
  {jugements}
from {mart} as m
join referentiel.campagnes as c on c.campagne = m.campagne
where m.campagne = $campagne
