-- gravite: bloquante
-- table: bilans
-- colonne: code_action
-- titre: L'action existe dans les agréments de la campagne
-- message: L'action « {valeur} » n'est pas dans les agréments de la campagne {campagne} : la ligne ne peut être rattachée à aucun porteur. Corrigez le code, ou déposez d'abord (ou en même temps) les agréments.
select r.campagne, r.code_action, r.code_action as valeur, r._fichier, r._feuille, r._ligne, p.code_action as proposition
from recu.bilans as r
anti join recu.agrements as a on a.campagne = r.campagne and a.code_action = r.code_action
left join staging.codes as p
    on p.campagne = r.campagne
    and p.signes = regexp_replace(upper(r.code_action), '[^0-9A-Z]', '', 'g')
