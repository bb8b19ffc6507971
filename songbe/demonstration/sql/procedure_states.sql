-- The catalogue of procedures in dated states. Given: catalogue.
CREATE VIEW procedure_state_fact AS
SELECT *, getvariable('source') AS source, TRUE AS simulated, 1 AS sign FROM catalogue;
