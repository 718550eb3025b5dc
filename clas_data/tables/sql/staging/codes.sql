-- one row per campagne and code of a request, as letters and digits alone write it; what two codes share is left out
select
  campagne,
  regexp_replace(upper(code_action), '[^0-9A-Z]', '', 'g') as signes,
  min(code_action) as code_action
from recu.agrements
group by all
having count(*) = 1
