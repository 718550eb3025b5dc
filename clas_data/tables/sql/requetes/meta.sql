-- one row: when the base was built, and whether it holds nothing but fictional porteurs
select construite_le, demonstration from meta
