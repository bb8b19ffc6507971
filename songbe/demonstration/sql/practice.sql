-- Dossiers of the last months as the committees would export them, one after the other from different places.
CREATE TABLE practice AS
SELECT
    'NHAP-' || id AS id, agency, unit, sector, procedure, channel,
    strftime(received_at, '%Y-%m-%d %H:%M') AS received_at,
    strftime(due_at, '%Y-%m-%d %H:%M') AS due_at,
    strftime(finished_at, '%Y-%m-%d %H:%M') AS finished_at,
    fee_vnd::BIGINT::VARCHAR AS fee_vnd, coalesce(rating::VARCHAR, '') AS rating, applicant, 'true' AS simulated
FROM dossier_fact
WHERE procedure_tier <> 'province' AND finished_at IS NOT NULL AND received_at >= make_date(getvariable('year'), 9, 1)
    AND received_at < make_date(getvariable('year'), 12, 1)
ORDER BY row_number() OVER (PARTITION BY agency ORDER BY id), agency
LIMIT 300;
