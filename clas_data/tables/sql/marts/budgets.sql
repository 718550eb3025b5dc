-- one row per bilan of an agreed action, campagne and account (charge, produit or valorisation) that was filled in
with comptes as (
  unpivot staging.bilans
  on charge_60, charge_61, charge_62, charge_63, charge_64, charge_65_68, charge_86,
     ps_clas, bonus_enfants, bonus_parents, bonification_politique_ville, caf_autres, etat_politique_ville, etat_autres,
     departement, region, epci, commune, participation_familles, fonds_propres, autres, produit_87
  into name poste value montant
)
select
  a.campagne, a.code_action, a.intitule, a.porteur_siret, a.porteur_nom, a.porteur_type,
  a.commune, a.commune_nom, a.epci, a.epci_nom, a.arrondissement, a.arrondissement_nom, a.niveau, a.qpv, a.qpv_code,
  c.poste,
  l.titre as poste_libelle,
  case when c.poste in ('charge_86', 'produit_87') then 'valorisation' when starts_with(c.poste, 'charge_') then 'charge' else 'produit' end as sens,
  case
    when c.poste in ('ps_clas', 'bonus_enfants', 'bonus_parents', 'bonification_politique_ville', 'caf_autres') then 'Caf'
    when c.poste in ('etat_politique_ville', 'etat_autres') then 'État'
    when c.poste in ('departement', 'region', 'epci', 'commune') then 'Collectivités'
    when c.poste in ('participation_familles', 'fonds_propres', 'autres') then 'Familles, fonds propres et autres'
  end as financeur,
  c.montant,
  c._fichier, c._sha256, c._feuille, c._ligne
from comptes as c
join staging.agrements as a using (campagne, code_action)
left join referentiel.colonnes as l on l.table_recue = 'bilans' and l.colonne = c.poste
where a.agreee
