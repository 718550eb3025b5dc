-- every figure of another territory that this base holds, the latest campagne first
select * from staging.national order by campagne desc, indicateur, territoire_sorte, territoire
