-- one row per indicator, territory and campagne: what was deposited, then the published repères that no deposit says otherwise
with publies as (
  select
    campagne, indicateur, territoire_sorte, territoire, try_cast(valeur as double) as valeur,
    try_cast(numerateur as double) as numerateur, try_cast(denominateur as double) as denominateur,
    try_cast(repondants as bigint) as repondants, try_cast(attendus as bigint) as attendus, champ, source,
    try_cast(date_publication as date) as date_publication, statut, note, "precision", refus
  from referentiel.national
),
deposes as (
  select
    campagne, indicateur, territoire_sorte, territoire, valeur, numerateur, denominateur, repondants, attendus, champ, source,
    date_publication, statut, note, '' as "precision", '' as refus
  from recu.national
)
select * from deposes
union all by name
select * from publies anti join deposes using (campagne, indicateur, territoire_sorte, territoire)
