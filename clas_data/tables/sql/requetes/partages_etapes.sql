-- one row per gesture and département that may not be named, then here; the gestures in their order
select * from referentiel.partages_etapes order by campagne, etape, rang
