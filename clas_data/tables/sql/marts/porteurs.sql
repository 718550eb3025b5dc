-- one row per porteur and campagne
with premiere as (select porteur_siret, min(campagne) as premiere_campagne from staging.agrements where agreee group by porteur_siret),
enfants as (select campagne, code_action, sum(enfants) as enfants from staging.collectifs group by campagne, code_action)
select
  a.campagne,
  a.porteur_siret,
  arg_max(a.porteur_nom, a.code_action) as porteur_nom,
  arg_max(a.porteur_type, a.code_action) as porteur_type,
  mode(a.commune) as commune,
  mode(a.commune_nom) as commune_nom,
  mode(a.epci) as epci,
  mode(a.epci_nom) as epci_nom,
  count(*) as demandes,
  count(*) filter (where a.agreee) as actions_agreees,
  count(*) filter (where a.decision = 'refusée') as actions_refusees,
  count(*) filter (where a.decision = 'ajournée') as actions_ajournees,
  sum(a.collectifs_agrees) filter (where a.agreee) as collectifs_agrees,
  sum(a.enfants_prevus) filter (where a.agreee) as enfants_prevus,
  sum(e.enfants) filter (where a.agreee) as enfants,
  any_value(p.premiere_campagne) as premiere_campagne,
  any_value(p.premiere_campagne) = a.campagne and a.campagne > (select min(campagne) from staging.agrements) as nouveau
from staging.agrements as a
left join enfants as e using (campagne, code_action)
left join premiere as p using (porteur_siret)
group by a.campagne, a.porteur_siret
