-- one row per request of a campagne: the thread that it is on and its porteur, from one campagne to the next
select code_action, fil, porteur
from suites
where campagne = $campagne
