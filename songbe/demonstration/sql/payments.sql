-- Payments of one year. Given: dossier, paid, unsettled (state, first, count), other_payment.

CREATE TABLE attempt AS
SELECT d.i, row_number() OVER (ORDER BY draw(d.i, 'attempt'), d.i) - 1 AS place
FROM dossier d JOIN procedure p ON p.number = d.procedure_no ANTI JOIN paid USING (i)
WHERE d.channel IN ('online', 'online_assisted') AND p.fee_vnd > 0
QUALIFY place < (SELECT coalesce(sum(count), 0) FROM unsettled);

CREATE TABLE payment AS
SELECT i, 'settled' AS state, paid_online_at AS moment FROM paid
UNION ALL
SELECT a.i, u.state, least(d.received_at + to_minutes(1 + floor(draw(a.i, 'trying') * 25)::INTEGER), date_trunc('day', d.received_at) + INTERVAL 1439 MINUTE)
FROM attempt a JOIN unsettled u ON a.place >= u.first AND a.place < u.first + u.count JOIN dossier d USING (i);

CREATE VIEW payment_fact AS
SELECT
    'SIM-' || getvariable('year') || '-P' || lpad((d.i + 1)::VARCHAR, 7, '0') AS id,
    desk.agency, desk.unit, d.sector, getvariable('source') AS source, TRUE AS simulated,
    'SIM-' || getvariable('year') || '-' || lpad((d.i + 1)::VARCHAR, 7, '0') AS dossier,
    getvariable('purpose') AS purpose, getvariable('method') AS method, p.fee_vnd AS amount_vnd,
    greatest(d.received_at, m.moment - INTERVAL 2 MINUTE) AS created_at,
    CASE WHEN m.state IN ('settled', 'refunded') THEN m.moment END AS paid_at, m.state, 1 AS sign
FROM payment m JOIN dossier d USING (i) JOIN procedure p ON p.number = d.procedure_no JOIN desk ON desk.number = d.desk_no
UNION ALL
SELECT
    'SIM-' || getvariable('year') || '-K' || lpad((i + 1)::VARCHAR, 6, '0'),
    desk.agency, desk.unit, sector, getvariable('source'), TRUE,
    NULL, purpose, method,
    greatest(1000, round(mean_vnd * (1 + getvariable('payment_spread') * (2 * draw(i, 'amount') - 1)) / 1000) * 1000),
    moment, moment + INTERVAL 1 MINUTE, 'settled', 1
FROM (
    SELECT
        o.purpose, o.method, o.mean_vnd, o.sector, o.i,
        coalesce(o.desk_no, deal.desk_no) AS payee,
        make_timestamp((getvariable('payment_days')[1 + floor(draw(i, 'pay day') * len(getvariable('payment_days')))::INTEGER] * 1440
            + 420 + floor(draw(i, 'pay minute') * 840)::INTEGER)::BIGINT * 60_000_000) AS moment
    FROM (SELECT *, unnest(range(first, first + count)) AS i FROM other_payment) o LEFT JOIN deal ON deal.deal = o.deal AND deal.slot = slot_of(draw(i, 'payer'))
) p JOIN desk ON desk.number = p.payee;
