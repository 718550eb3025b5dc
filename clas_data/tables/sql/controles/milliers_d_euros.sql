-- gravite: alerte
-- table: bilans
-- colonne: charge_64
-- titre: Un total de charges de l'ordre de l'an dernier, des autres bilans, ou du prix d'un collectif
-- message: Action {code_action} : {valeur} € de charges, des centaines de fois moins que {contre}. Ces montants sont-ils écrits en milliers d'euros ?
with suite as (
  select r.*, lag(r.charges) over (partition by a.porteur_siret, code_action order by campagne) as avant
  from staging.bilans as r
  join recu.agrements as a using (campagne, code_action)   -- a code may be given to another porteur the next year
),
fichiers as (select distinct campagne, _sha256 from staging.bilans),
autres as (   -- what the bilans of the other files of the campagne come to
  select f.campagne, f._sha256, median(r.charges) as mediane
  from fichiers as f
  join staging.bilans as r on r.campagne = f.campagne and r._sha256 <> f._sha256
  group by all
)
select
  campagne, code_action, charges as valeur,
  case
    when avant > 0 then 'l''an dernier'
    when mediane > 0 then 'les autres bilans'
    else 'le prix plafond d''un collectif'
  end as contre,
  _fichier, _feuille, _ligne
from suite
left join autres using (campagne, _sha256)
where charges > 0
  and coalesce(nullif(avant, 0), nullif(mediane, 0), $plafond_connu * greatest(coalesce(collectifs_realises, 1), 1))
    >= charges * $facteur_milliers
