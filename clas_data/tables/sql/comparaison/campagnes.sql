-- one row per campagne whose requests are received
select distinct campagne from staging.agrements order by campagne
