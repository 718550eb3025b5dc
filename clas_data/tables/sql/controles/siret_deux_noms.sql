-- gravite: alerte
-- table: agrements
-- colonne: porteur_nom
-- titre: Un SIRET, un nom
-- message: Le SIRET {porteur_siret} porte deux noms dans la campagne : « {valeur} » et « {autre} ». Est-ce le même porteur ?
select a.campagne, a.code_action, a.porteur_siret, a.porteur_nom as valeur, b.premier as autre, a._fichier, a._feuille, a._ligne
from recu.agrements as a
join (select campagne, porteur_siret, arg_min(porteur_nom, _ligne) as premier from recu.agrements group by all) as b using (campagne, porteur_siret)
where a.porteur_nom <> b.premier
