-- the rows of a mart for one campagne, each as one text
select concat('{mart} ', l::varchar) as ligne from marts.{mart} as l where l.campagne = $campagne
