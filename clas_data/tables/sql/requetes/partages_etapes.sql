-- one row per gesture of a campagne and département that may not be named, then here; the gestures in their order
select * from referentiel.partages_etapes where campagne = $campagne order by etape, rang
