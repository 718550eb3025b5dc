-- the qualified name of every table of a base
select format('{}.{}', schema_name, table_name) from duckdb_tables() order by all
