-- Entries of registers. Given: entry_group (line, batch, ...), tier_place (tier, even, lower_end, number).
-- batch 0: opening stock, then one batch a year. Exact: so many entries, so many closed a year, sums of quantities and amounts.

CREATE MACRO spread_day(days, share) AS days[1 + least(len(days) - 1, floor(share * len(days)))::INTEGER];

CREATE VIEW entry AS
SELECT
    g.*, n, g.line * 10_000_000 + g.first + n AS i,
    (n + draw(g.line * 10 + g.batch, 'offset')) / g.count AS position
FROM (SELECT *, unnest(range(count)) AS n FROM entry_group WHERE list_contains(getvariable('batches'), batch)) g;

CREATE TABLE placed AS
SELECT e.*, desk.unit, coalesce(e.agency, desk.agency) AS handler, desk.weight
FROM entry e
ASOF JOIN tier_place t ON t.tier = e.tier AND t.even = e.even AND e.position >= t.lower_end
JOIN desk ON desk.number = t.number;

-- Who came first closes first, and closings are spread over the year like openings: what is standing grows or shrinks evenly.
CREATE TABLE queued AS
WITH opened AS (
    SELECT
        *,
        CASE WHEN batch = 0 THEN getvariable('first_day') - 1 - floor(pow(draw(i, 'since'), 2) * 2000)::INTEGER
             WHEN batch = 1 THEN getvariable('first_days')[1 + floor(draw(i, 'from') * len(getvariable('first_days')))::INTEGER]
             ELSE getvariable('second_days')[1 + floor(draw(i, 'from') * len(getvariable('second_days')))::INTEGER] END AS from_no
    FROM placed
)
SELECT
    *,
    first + row_number() OVER (PARTITION BY line, batch ORDER BY CASE WHEN batch > 0 THEN from_no END, draw(i, 'closing'), i) AS turn
FROM opened;

CREATE TABLE ranged AS
WITH closing AS (
    SELECT
        *,
        CASE WHEN turn <= closed_first THEN 1 WHEN turn <= closed_first + closed_second THEN 2 END AS closing,
        CASE WHEN batch = 1 THEN getvariable('first_last_day') ELSE getvariable('second_last_day') END AS last_day
    FROM queued
)
SELECT
    * EXCLUDE (from_no, last_day),
    CASE WHEN closing = batch THEN least(from_no, last_day - 1) ELSE from_no END AS from_no,
    CASE closing
        WHEN 1 THEN greatest(least(from_no, last_day - 1) + 1, spread_day(getvariable('first_days'), (turn - draw(i, 'to')) / closed_first))
        WHEN 2 THEN greatest(least(from_no, last_day - 1) + 1, spread_day(getvariable('second_days'), (turn - closed_first - draw(i, 'to')) / closed_second))
    END AS to_no
FROM closing;

-- Quantities and amounts: a running total is rounded, not each part, so that the parts sum to the whole.
CREATE TABLE measured AS
WITH weighed AS (
    SELECT
        i, line, batch, n, quantity_units, quantity_scale, amount_units,
        CASE WHEN by_weight THEN greatest(1, floor(weight * 1e6 * (0.95 + 0.1 * draw(i, 'quantity'))))
             ELSE floor(1e4 * (1 + spread * (2 * draw(i, 'quantity') - 1))) END::BIGINT AS q,
        floor(1e4 * (0.5 + draw(i, 'amount')))::BIGINT AS a
    FROM ranged
    WHERE quantity_units IS NOT NULL OR amount_units IS NOT NULL
),
running AS (
    SELECT
        *,
        (sum(q) OVER upto)::HUGEINT AS q_upto, (sum(q) OVER whole)::HUGEINT AS q_whole,
        (sum(a) OVER upto)::HUGEINT AS a_upto, (sum(a) OVER whole)::HUGEINT AS a_whole
    FROM weighed
    WINDOW upto AS (PARTITION BY line, batch ORDER BY n ROWS UNBOUNDED PRECEDING), whole AS (PARTITION BY line, batch)
)
SELECT
    i,
    ((quantity_units * q_upto * 2 + q_whole) // (2 * q_whole) - (quantity_units * (q_upto - q) * 2 + q_whole) // (2 * q_whole)) / quantity_scale AS quantity,
    (amount_units * a_upto * 2 + a_whole) // (2 * a_whole) - (amount_units * (a_upto - a) * 2 + a_whole) // (2 * a_whole) AS amount_vnd
FROM running;

CREATE TABLE register_entry AS
SELECT
    r.batch,
    'SIM-' || r.line || '-' || (r.first + r.n + 1) AS entry,
    r.handler AS agency, r.unit, r.sector, r.register, r.category, r.detail, r.state,
    (DATE '1970-01-01' + r.from_no::INTEGER) AS from_on,
    (DATE '1970-01-01' + r.to_no::INTEGER) AS to_on,
    m.quantity, m.amount_vnd
FROM ranged r LEFT JOIN measured m USING (i);

CREATE VIEW register_change_fact AS
SELECT entry || '@' || from_on AS id, getvariable('source') AS source, TRUE AS simulated, 1 AS sign, * EXCLUDE (batch) FROM register_entry;
