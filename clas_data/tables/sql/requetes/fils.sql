-- one row per request of a campagne: the thread that it is on, from one campagne to the next
select code_action, fil
from suites
where campagne = $campagne
