-- one row per agreed action of a campagne that asked for support, with what it took part in
select code_action, intitule, porteur_nom, porteur_type, commune_nom, epci, epci_nom, niveau, qpv,
  reunions_reseau_clas as reunions, journee_departementale as journee, formation_suivie as formation
from actions
where campagne = $campagne and accompagnement_demande
order by porteur_nom, code_action
