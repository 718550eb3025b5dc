-- reads every column of a table, block by block
select count(columns(*)) from {table}
