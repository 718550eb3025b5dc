-- one row per size of collectif: how many collectifs have it in this campagne, under the filters of the screen
select enfants, count(*) as collectifs
from collectifs
where campagne = $campagne
  and ($epci = '' or epci = $epci)
  and ($niveau = '' or niveau = $niveau)
  and ($porteur_type = '' or porteur_type = $porteur_type)
  and ($qpv = '' or qpv = $qpv)
group by enfants
order by enfants
