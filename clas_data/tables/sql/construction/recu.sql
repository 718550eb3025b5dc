-- rows in a stable order, so that two builds of one state read the same
create table recu.{nom} as select * from source order by campagne, {cle}
