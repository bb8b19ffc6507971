-- What is published in one year. Exactly so many items let readers answer, more of them in the later quarters as the pack says.

CREATE TABLE published AS
SELECT
    i,
    coalesce(p.desk_no, deal.desk_no) AS publisher,
    getvariable('item_kinds')[1 + floor(draw(i, 'item') * len(getvariable('item_kinds')))::INTEGER] AS item,
    getvariable('topics')[1 + floor(draw(i, 'topic') * len(getvariable('topics')))::INTEGER] AS topic,
    DATE '1970-01-01' + getvariable('item_days')[1 + floor(draw(i, 'item day') * len(getvariable('item_days')))::INTEGER]::INTEGER AS published_on
FROM (SELECT *, unnest(range(first, first + count)) AS i FROM publisher) p LEFT JOIN deal ON deal.deal = 'district' AND deal.slot = slot_of(draw(i, 'publisher'));

CREATE TABLE mute AS
SELECT i FROM published
QUALIFY row_number() OVER (ORDER BY draw(i, 'feedback') / greatest(1e-6, 1 - getvariable('feedback')[quarter(published_on)]), i) <= getvariable('without_feedback');

CREATE VIEW public_item_fact AS
SELECT
    'SIM-' || getvariable('year') || '-T' || lpad((p.i + 1)::VARCHAR, 6, '0') AS id,
    desk.agency, desk.unit, getvariable('item_sector') AS sector, getvariable('source') AS source, TRUE AS simulated,
    p.item, p.topic,
    CASE WHEN published_on >= getvariable('new_languages_from')
         THEN getvariable('later_languages')[1 + floor(draw(p.i, 'language') * len(getvariable('later_languages')))::INTEGER]
         ELSE getvariable('languages')[1 + floor(draw(p.i, 'language') * len(getvariable('languages')))::INTEGER] END AS language,
    p.published_on, mute.i IS NULL AS feedback,
    floor(-ln(1 - draw(p.i, 'views')) * getvariable('views')[p.item])::INTEGER AS views,
    CASE WHEN mute.i IS NULL THEN draw(p.i, 'answered') < getvariable('answered_share') END AS answered, 1 AS sign
FROM published p JOIN desk ON desk.number = p.publisher LEFT JOIN mute USING (i);
