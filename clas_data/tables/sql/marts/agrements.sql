-- one row per request and campagne
select * from staging.agrements
