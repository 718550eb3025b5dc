-- one row per declared collectif of a campagne: size, weeks, own expenses where they are given
select code_action, numero, enfants, semaines, depenses
from collectifs
where campagne = $campagne
order by code_action, numero
