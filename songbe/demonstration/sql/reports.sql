-- Citizens' reports of one year, by the clock, day and night. Given: category, place_deal, committee, and the variables of reports.
-- unit: the commune where the thing stands; agency: who answers.

CREATE TABLE asked AS
SELECT
    i, c.code AS category, c.term_hours, c.on_time_shift, c.tier, c.desk_no,
    place.desk_no AS place_no,
    getvariable('report_channels')[1 + floor(draw(i, 'report channel') * len(getvariable('report_channels')))::INTEGER] AS channel,
    make_timestamp((getvariable('report_days')[1 + floor(draw(i, 'report day') * len(getvariable('report_days')))::INTEGER] * 1440
        + CASE WHEN draw(i, 'report night') < 0.12 THEN floor(draw(i, 'report minute') * 1440) ELSE 390 + floor(draw(i, 'report minute') * 930) END::INTEGER
    )::BIGINT * 60_000_000) AS received_at
FROM (SELECT *, unnest(range(first, first + count)) AS i FROM category) c
JOIN deal place ON place.deal = 'commune' AND place.slot = slot_of(draw(i, 'place'));

CREATE TABLE answering AS
WITH handled AS (
    SELECT
        asked.*, place.unit, place.district,
        CASE WHEN asked.tier = 'commune' THEN place.agency WHEN asked.tier = 'district' THEN over.agency ELSE own.agency END AS agency,
        CASE WHEN asked.tier = 'province' THEN own.answers_on_time ELSE place.answers_on_time END + on_time_shift AS on_time
    FROM asked
    JOIN desk place ON place.number = asked.place_no
    LEFT JOIN desk over ON over.tier = 'district' AND over.unit = place.district
    LEFT JOIN desk own ON own.number = asked.desk_no
)
SELECT
    *,
    channel = 'phone' AND draw(i, 'missed') < getvariable('missed_share') AS missed,
    draw(i, 'rejected') < getvariable('rejected_share') AS rejected,
    draw(i, 'answer late') >= on_time AS late,
    received_at + to_minutes(CASE
        WHEN draw(i, 'answer late') >= on_time THEN term_hours * 60 + 1 + floor(least(-ln(1 - draw(i, 'answer')) * term_hours * 30, term_hours * 240))::INTEGER
        ELSE 1 + floor(pow(draw(i, 'answer'), 0.8) * (term_hours * 60 - 1))::INTEGER
    END) AS moment
FROM handled;

CREATE VIEW report_fact AS
WITH closed AS (
    SELECT
        *, moment < getvariable('known_before') AS ended,
        least(received_at + to_minutes(floor(-ln(1 - draw(i, 'acknowledged')) * getvariable('acknowledged')[channel])::INTEGER), moment) AS noticed,
        moment + to_minutes(floor(draw(i, 'closing') * 600)::INTEGER) AS over
    FROM answering
)
SELECT
    'SIM-' || getvariable('year') || '-R' || lpad((i + 1)::VARCHAR, 6, '0') AS id,
    agency, unit, getvariable('report_sector') AS sector, getvariable('source') AS source, TRUE AS simulated,
    channel, category, received_at,
    received_at + to_hours(term_hours) AS due_at,
    received_at + to_hours(term_hours) + INTERVAL 1 MINUTE AS overdue_at,
    CASE WHEN noticed < getvariable('known_before') THEN noticed END AS acknowledged_at,
    CASE WHEN ended THEN moment END AS answered_at,
    CASE WHEN ended AND NOT rejected AND over < getvariable('known_before') THEN CASE WHEN moment <= received_at + to_hours(term_hours) THEN least(over, received_at + to_hours(term_hours)) ELSE over END
         WHEN ended AND rejected THEN moment END AS finished_at,
    CASE
        WHEN ended AND rejected THEN 'rejected'
        WHEN ended AND over < getvariable('known_before') THEN 'closed'
        WHEN ended THEN 'answered'
        WHEN noticed < getvariable('known_before') AND draw(i, 'assigned') < 0.9 THEN 'assigned'
        ELSE 'received'
    END AS state,
    CASE WHEN draw(i, 'several') < getvariable('several_share') THEN 2 + (draw(i, 'three') < 0.25)::INTEGER ELSE 1 END AS agencies,
    CASE WHEN ended AND NOT rejected AND NOT missed AND draw(i, 'report rated') < getvariable('report_rated_share')
         THEN getvariable('report_ratings')[1 + floor(draw(i, 'report rating') * len(getvariable('report_ratings')))::INTEGER] END AS rating,
    (ended AND NOT rejected AND draw(i, 'reopened') < getvariable('reopened_share'))::INTEGER AS reopened,
    draw(i, 'duplicate') < getvariable('duplicate_share') AS duplicate,
    ended AND NOT rejected AND draw(i, 'public') < getvariable('public_share') AS public,
    missed,
    CASE WHEN channel = 'phone' THEN least(1800, floor(-ln(1 - draw(i, 'wait')) * getvariable('wait_seconds') * CASE WHEN missed THEN 3 ELSE 1 END))::INTEGER END AS wait_seconds,
    1 AS sign
FROM closed;
