-- Daily readings of counters, whole numbers that sum exactly to what each place counts in the year. Given: counter_line (line, desk_no, total, ...), year_day.
-- A running total is rounded, not each reading, so that the readings sum to the whole.

CREATE TABLE reading AS
WITH weighed AS (
    SELECT
        c.line, c.desk_no, c.total, d.number AS day_no,
        greatest(1, floor(10_000 * (1 + c.growth * (d.share - 0.5)) * CASE
            WHEN c.level THEN 1 + 0.06 * (draw(c.line * 10_000_000 + c.desk_no * 1000 + d.place, 'reading') - 0.5)
            ELSE d.weight * (0.75 + 0.5 * draw(c.line * 10_000_000 + c.desk_no * 1000 + d.place, 'reading')) END))::BIGINT AS weight
    FROM counter_line c CROSS JOIN year_day d
    WHERE c.total > 0
),
running AS (
    SELECT *, (sum(weight) OVER (PARTITION BY line, desk_no ORDER BY day_no))::BIGINT AS upto, (sum(weight) OVER (PARTITION BY line, desk_no))::BIGINT AS whole
    FROM weighed
)
SELECT line, desk_no, day_no, (total * upto * 2 + whole) // (2 * whole) - (total * (upto - weight) * 2 + whole) // (2 * whole) AS quantity
FROM running;

CREATE VIEW counter_fact AS
SELECT
    'SIM-' || r.line || '-' || r.day_no || '-' || r.desk_no AS id,
    coalesce(c.agency, desk.agency) AS agency, desk.unit, c.sector, getvariable('source') AS source, TRUE AS simulated,
    c.counter, c.category, (DATE '1970-01-01' + r.day_no::INTEGER) AS on_date, r.quantity, 1 AS sign
FROM reading r JOIN counter_line c USING (line, desk_no) JOIN desk ON desk.number = r.desk_no
WHERE r.quantity > 0;
