-- Dossiers of one year. A working minute has a number: position of its working day x minutes of a day + minute inside (docs/rules/deadlines.md).
-- Given: procedure, deal, desk, sector, day, applicant, and the variables set by songbe/demonstration/rules/settings.py.

-- Of whom, and on which day and in which part of the day a dossier would come if every channel were open to it.
CREATE VIEW drawn AS
SELECT
    i,
    p.number AS procedure_no,
    coalesce(p.desk_no, d.desk_no) AS desk_no,
    getvariable('arrivals')[1 + floor(draw(i, 'day') * len(getvariable('arrivals')))::INTEGER] AS day_no,
    draw(i, 'hour') AS hour
FROM (SELECT *, unnest(range(first, first + count)) AS i FROM procedure) p
LEFT JOIN deal d ON d.deal = p.deal AND d.slot = slot_of(draw(i, 'desk'));

-- Parts of a day: 1 before opening, 2 first session, 3 last session until the cut-off, 4 after it, 5 evening, 6 a day off.
-- What cannot be filed online comes on a working day in office hours.
CREATE TABLE arrived AS
WITH dated AS (
    SELECT
        drawn.*,
        day.worked,
        day.desk_day,
        month(day.on_date) AS month,
        CASE WHEN day_no >= p.full_from THEN 'full' WHEN day_no >= p.partial_from THEN 'partial' ELSE 'info' END AS online_level,
        CASE
            WHEN NOT day.worked THEN 6
            WHEN hour < getvariable('hours')[1] THEN 1
            WHEN hour < getvariable('hours')[2] THEN 2
            WHEN hour < getvariable('hours')[3] THEN 3
            WHEN hour < getvariable('hours')[4] THEN 4
            ELSE 5
        END AS part
    FROM drawn
    JOIN day ON day.number = drawn.day_no
    JOIN procedure p ON p.number = drawn.procedure_no
)
SELECT
    i, procedure_no, desk_no, online_level,
    (month - getvariable('middle_month')) / 11 AS since_middle,
    online_level <> 'info' AS can_online,
    online_level <> 'info' AND part IN (1, 5, 6) AS forced,
    CASE WHEN online_level = 'info' THEN desk_day ELSE day_no END AS day_no,
    CASE
        WHEN online_level <> 'info' OR part NOT IN (1, 5, 6) THEN part
        WHEN draw(i, 'hour again') < getvariable('desk_hours')[1] THEN 2
        WHEN draw(i, 'hour again') < getvariable('desk_hours')[2] THEN 3
        ELSE 4
    END AS part
FROM dated;

-- How likely a dossier that may come either way is filed online, so that each desk reaches its share.
CREATE TABLE likely AS
SELECT
    desk_no,
    any_value(desk.online_rise) AS rise,
    count(*) AS n,
    count(*) FILTER (NOT forced AND can_online) AS free,
    greatest(0, least(1, (any_value(desk.online) * count(*) - count(*) FILTER (forced)) / nullif(count(*) FILTER (NOT forced AND can_online), 0))) AS online
FROM arrived JOIN desk ON desk.number = arrived.desk_no
GROUP BY desk_no;

SET VARIABLE assisted = (SELECT least(1, getvariable('assisted_share') * sum(n) / nullif(sum(round(online * free)), 0)) FROM likely);

CREATE TABLE promised AS
WITH filed AS (
    SELECT
        a.i, a.procedure_no, a.desk_no, a.online_level, a.day_no,
        CASE
            WHEN a.forced THEN 'online'
            WHEN a.can_online AND draw(i, 'online') < l.online + l.rise * a.since_middle
                THEN CASE WHEN draw(i, 'assisted') < getvariable('assisted') THEN 'online_assisted' ELSE 'online' END
            WHEN draw(i, 'postal') < getvariable('postal_share') THEN 'postal'
            ELSE 'counter'
        END AS channel,
        getvariable('part_from')[a.part]
            + floor(draw(i, 'minute') * (getvariable('part_to')[a.part] - getvariable('part_from')[a.part]))::INTEGER AS minute
    FROM arrived a JOIN likely l ON l.desk_no = a.desk_no
),
counted AS (
    SELECT
        filed.*,
        month(day.on_date) AS month,
        CASE
            WHEN NOT day.worked THEN day.position * getvariable('day_minutes')
            WHEN minute < getvariable('cutoff') THEN day.position * getvariable('day_minutes') + worked_before(minute)
            ELSE (day.position + 1) * getvariable('day_minutes')
        END AS start
    FROM filed JOIN day ON day.number = filed.day_no
)
SELECT
    counted.*,
    p.tier, p.sector, p.term_days, sector.financial AS financial_share,
    CASE WHEN p.term_days = 0 THEN (start // getvariable('day_minutes') + 1) * getvariable('day_minutes')
         ELSE start + p.term_days * getvariable('day_minutes') END AS due,
    draw(i, 'late') >= least(0.9995, desk.on_time + sector.on_time_shift + desk.late_trend * (month - getvariable('middle_month')) / 11) AS late
FROM counted
JOIN procedure p ON p.number = counted.procedure_no
JOIN desk ON desk.number = counted.desk_no
JOIN sector ON sector.code = p.sector;

-- Same-day work cannot be earlier than its day, so the others must be early more often.
SET VARIABLE early = (
    SELECT least(0.97, getvariable('early_share') / greatest(0.01, 1 - count(*) FILTER (same_day(start, due)) / count(*))) FROM promised WHERE NOT late
);
SET VARIABLE moved = (SELECT least(1, getvariable('new_dates_share') * count(*) / greatest(1, count(*) FILTER (late))) FROM promised);

CREATE TABLE planned AS
SELECT
    *,
    CASE
        WHEN late THEN due + (late_days - 1) * getvariable('day_minutes') + 1 + floor(draw(i, 'finish') * getvariable('day_minutes'))::INTEGER
        WHEN same_day(start, due) THEN start + 1 + floor(least(-ln(1 - draw(i, 'finish')) * 90, due - start - 1))::INTEGER
        WHEN draw(i, 'early') < getvariable('early')
            THEN start + 1 + floor(pow(draw(i, 'finish'), 0.6) * (day_opens(due) - start - 1))::INTEGER
        ELSE greatest(start, day_opens(due)) + 1 + floor(draw(i, 'finish') * (due - greatest(start, day_opens(due)) - 1))::INTEGER
    END AS finish
FROM (
    SELECT *, getvariable('late_days')[1 + floor(draw(i, 'late days') * len(getvariable('late_days')))::INTEGER] AS late_days FROM promised
);

CREATE VIEW settled AS
WITH paused AS (
    SELECT
        *,
        draw(i, 'supplement') AS u_supplement,
        draw(i, 'financial') < financial_share AS financial,
        draw(i, 'outcome') AS u_outcome,
        start + 1 + floor(draw(i, 'pause') * (finish - start - 1))::INTEGER AS pause_end,
        least((finish - start) // getvariable('day_minutes'), 1 + floor(draw(i, 'waited') * 4)::INTEGER) AS waited
    FROM planned
)
SELECT
    *,
    CASE WHEN u_supplement < getvariable('supplements_twice_share') THEN 2 WHEN u_supplement < getvariable('supplements_share') THEN 1 ELSE 0 END AS supplements,
    late AND draw(i, 'moved') < getvariable('moved') AS moved,
    u_outcome < getvariable('refused_share') AS refused,
    u_outcome >= getvariable('refused_share') AND u_outcome < getvariable('refused_share') + getvariable('withdrawn_share') AS withdrawn,
    finish + CASE
        WHEN channel IN ('online', 'online_assisted') OR term_days = 0 THEN 1 + floor(draw(i, 'return') * 29)::INTEGER
        ELSE floor(least(-ln(1 - draw(i, 'return')) * 400, 10 * getvariable('day_minutes')))::INTEGER + 5
    END AS handed
FROM paused;

-- Of those that are open at the horizon, so many are stopped that they are the assumed share of the year's dossiers.
SET VARIABLE stopped_of_open = (
    SELECT coalesce(least(1, getvariable('stopped_share') * count(*) / nullif(count(*) FILTER (finish > getvariable('horizon')), 0)), 0) FROM planned
);

-- What a reader of the year's end knows: what lies later than the horizon has not happened yet.
CREATE TABLE dossier AS
WITH known AS (
    SELECT
        s.*,
        finish <= getvariable('horizon') AS ended,
        CASE
            WHEN finish > getvariable('horizon') AND draw(i, 'stopped') < getvariable('stopped_of_open') THEN 'stopped'
            WHEN finish > getvariable('horizon') AND financial THEN 'financial'
            WHEN finish > getvariable('horizon') AND supplements > 0 THEN 'supplement'
            WHEN finish > getvariable('horizon') AND start >= getvariable('horizon') - getvariable('day_minutes') // 2 THEN 'registered'
            WHEN finish > getvariable('horizon') THEN 'processing'
            WHEN refused THEN 'refused'
            WHEN withdrawn THEN 'withdrawn'
            WHEN handed <= getvariable('horizon') AND draw(i, 'returned') < getvariable('returned_share') THEN 'returned'
            ELSE 'finished'
        END AS state
    FROM settled s
)
SELECT
    i, procedure_no, desk_no, online_level, channel, month, tier, sector, state, ended, late, refused, withdrawn, supplements,
    finish <= getvariable('year_end') AS ended_in_year,
    make_timestamp((day_no * 1440 + minute)::BIGINT * 60_000_000) AS received_at,
    moment(due) AS due_at,
    moment(due) + INTERVAL 1 MINUTE AS overdue_at,
    CASE
        WHEN state IN ('supplement', 'financial', 'stopped') THEN NULL
        WHEN moved THEN moment(due + getvariable('day_minutes') * (late_days + CASE WHEN draw(i, 'kept') < 0.7 THEN 1 ELSE -(late_days > 1)::INTEGER END))
        WHEN supplements > 0 AND term_days > 0 THEN moment(greatest(due, pause_end + term_days * getvariable('day_minutes')))
        WHEN supplements > 0 THEN moment(greatest(due, (pause_end // getvariable('day_minutes') + 1) * getvariable('day_minutes')))
        WHEN financial THEN moment(due + waited * getvariable('day_minutes'))
        ELSE moment(due)
    END AS due_now_at,
    CASE WHEN ended THEN moment(finish) END AS finished_at,
    moment(start + 1) AS begun_at,
    CASE WHEN state = 'returned' THEN moment(handed) END AS returned_at,
    CASE WHEN ended THEN least(250, greatest(0, finish // getvariable('day_minutes') - start // getvariable('day_minutes') - CASE WHEN financial THEN waited ELSE 0 END)) END AS working_days,
    (moved AND ended)::INTEGER AS new_dates,
    CASE WHEN state IN ('finished', 'returned') AND draw(i, 'rated') < getvariable('rated_share')
         THEN greatest(1, getvariable('ratings')[1 + floor(draw(i, 'rating') * len(getvariable('ratings')))::INTEGER]
              - (late AND draw(i, 'cross') < 0.5)::INTEGER) END AS rating,
    draw(i, 'reused') < getvariable('reused_share') AS reused,
    channel <> 'postal' AND draw(i, 'post') < getvariable('post_return_share') AS post_return
FROM known;
