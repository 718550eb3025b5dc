-- no row: the columns of a mart
select * from {table} limit 0
