-- one row: the sum of all the rows of a campagne, in whatever order they are stored
select concat(count(*), '-', md5(coalesce(string_agg(ligne, chr(10) order by ligne), ''))) as somme
from ({lignes})
