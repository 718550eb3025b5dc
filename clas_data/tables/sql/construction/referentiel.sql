create table referentiel.{nom} as select * from source
