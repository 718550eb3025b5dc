-- one row: when the base was built, whether it holds nothing but fictional porteurs, the threshold of secrecy it is diffused under
select construite_le, demonstration, seuil_secret from meta
