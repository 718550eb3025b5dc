-- one row per questionnaire « action » and campagne
select * from recu.actions
