-- every column of a mart for these campagnes, in a stable order
select * from {table}
where campagne in (select unnest($campagnes::varchar[]))
order by {tri}
