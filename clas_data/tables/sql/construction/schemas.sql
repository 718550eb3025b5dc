create schema recu;
create schema referentiel;
create schema staging;
create schema marts;
