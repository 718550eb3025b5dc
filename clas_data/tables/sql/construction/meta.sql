-- what the base says of itself; fictional porteurs have a SIREN that begins with 000 (docs/decisions/0002)
create table meta as
select
  $empreinte as empreinte,
  cast($seuil_secret as integer) as seuil_secret,
  cast(now() at time zone 'UTC' as timestamp) as construite_le,
  not exists (select 1 from recu.agrements where porteur_siret is null or not starts_with(porteur_siret, '000')) as demonstration
