{mart} as (select * from marts.{mart} where {conditions})
