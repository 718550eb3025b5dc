-- one row per agreed action of a campagne whose questionnaire came: its answer on each scheme, under the filters of the screen
select
  code_action, intitule, porteur_siret, porteur_nom, porteur_type, commune, commune_nom, epci, epci_nom, niveau, qpv,
  any_value(reponse) filter (where dispositif = 'pre') as pre,
  any_value(reponse) filter (where dispositif = 'reaap') as reaap,
  any_value(reponse) filter (where dispositif = 'porte_action_reaap') as porte_action_reaap,
  any_value(reponse) filter (where dispositif = 'pedt') as pedt,
  any_value(reponse) filter (where dispositif = 'pel_cel') as pel_cel,
  any_value(reponse) filter (where dispositif = 'ctg') as ctg,
  any_value(reponse) filter (where dispositif = 'contrat_de_ville') as contrat_de_ville,
  any_value(reponse) filter (where dispositif = 'cite_educative') as cite_educative,
  any_value(reponse) filter (where dispositif = 'autre') as autre
from articulations
where campagne = $campagne
  and ($epci = '' or epci = $epci)
  and ($niveau = '' or niveau = $niveau)
  and ($porteur_type = '' or porteur_type = $porteur_type)
  and ($qpv = '' or qpv = $qpv)
group by all
order by porteur_nom, code_action
