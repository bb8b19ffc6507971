-- Which dossiers are paid over the platform (so many a procedure) and digitised (so many a desk): exact numbers, online ones first,
-- drawn with more weight in months in which there is to be more of it. Given: wanted_paid, wanted_digitised.

CREATE TABLE paid AS
SELECT i, least(received_at + to_minutes(1 + floor(draw(i, 'paying') * 25)::INTEGER), date_trunc('day', received_at) + INTERVAL 1439 MINUTE) AS paid_online_at
FROM dossier JOIN wanted_paid w USING (procedure_no)
WHERE state NOT IN ('refused', 'withdrawn')
QUALIFY row_number() OVER (
    PARTITION BY procedure_no
    ORDER BY channel NOT IN ('online', 'online_assisted'), -ln(1 - draw(i, 'paid')) / greatest(1e-9, getvariable('paid_months')[month]), i
) <= any_value(w.count) OVER (PARTITION BY procedure_no);

CREATE TABLE digitised AS
SELECT i, begun_at AS digitised_in_at, finished_at AS digitised_out_at
FROM dossier JOIN wanted_digitised w USING (desk_no)
WHERE state IN ('finished', 'returned') AND ended_in_year
QUALIFY row_number() OVER (
    PARTITION BY desk_no ORDER BY -ln(1 - draw(i, 'digitised')) / greatest(1e-9, getvariable('digitised_months')[month]), i
) <= any_value(w.count) OVER (PARTITION BY desk_no);

CREATE TABLE mark AS
SELECT coalesce(p.i, g.i) AS i, p.paid_online_at, g.digitised_in_at, g.digitised_out_at FROM paid p FULL JOIN digitised g USING (i);

CREATE VIEW dossier_fact AS
SELECT
    'SIM-' || getvariable('year') || '-' || lpad((d.i + 1)::VARCHAR, 7, '0') AS id,
    desk.agency, desk.unit, d.sector, getvariable('source') AS source, TRUE AS simulated,
    p.code AS procedure, d.tier AS procedure_tier,
    CASE
        WHEN d.tier = 'province' THEN getvariable('province_desk')
        WHEN draw(d.i, 'elsewhere') < getvariable('elsewhere') THEN other.agency
        ELSE desk.agency
    END AS receiving_agency,
    d.channel, d.online_level, d.received_at, d.due_at, d.due_now_at, d.overdue_at, d.finished_at, d.returned_at, d.state, d.working_days,
    d.supplements, d.new_dates, m.digitised_in_at, m.digitised_out_at, d.reused,
    p.fee_vnd,
    CASE WHEN m.paid_online_at IS NOT NULL OR d.state IN ('finished', 'returned') THEN p.fee_vnd ELSE 0 END AS paid_vnd,
    m.paid_online_at, d.rating,
    a.applicant,
    d.post_return, p.essential, FALSE AS internal, p.linked, 1 AS sign
FROM dossier d
JOIN procedure p ON p.number = d.procedure_no
JOIN desk ON desk.number = d.desk_no
JOIN applicant a ON a.deal = d.tier AND a.slot = slot_of(draw(d.i, 'applicant'))
LEFT JOIN deal ON deal.deal = d.tier AND deal.slot = slot_of(draw(d.i, 'other desk'))
LEFT JOIN desk other ON other.number = deal.desk_no
LEFT JOIN mark m ON m.i = d.i;
