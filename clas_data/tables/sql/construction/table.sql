create table {couche}.{nom} as {modele}
