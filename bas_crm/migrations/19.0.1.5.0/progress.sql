-- The furthest stage of an order so far, the stage in which it counts (of a cancelled order the last one before), and whether
-- it came to the stage for the first time: for each entry of its stage history. Done again, it changes nothing.
-- 1048576: the id of an entry and the rank of its stage make one whole number.
WITH stage AS (
    SELECT id, order_type_id AS type_id, CASE WHEN is_cancelled THEN 0 ELSE ROW_NUMBER() OVER (
               PARTITION BY order_type_id, is_cancelled IS TRUE ORDER BY sequence, id) END AS rank
      FROM bas_order_stage),
path AS (
    SELECT type_id, ARRAY_AGG(id ORDER BY rank) AS stages FROM stage WHERE rank > 0 GROUP BY type_id),
told AS MATERIALIZED (
    SELECT entry.id, path.stages[GREATEST(MAX(stage.rank) OVER way, 1)] AS reached,
           path.stages[GREATEST(MAX(entry.id::bigint * 1048576 + stage.rank)
               FILTER (WHERE stage.rank > 0) OVER way % 1048576, 1)] AS standing,
           ROW_NUMBER() OVER (PARTITION BY entry.order_id, entry.stage_id ORDER BY entry.id) = 1 AS is_first
      FROM bas_order_stage_log entry
      JOIN stage ON stage.id = entry.stage_id
 LEFT JOIN path ON path.type_id = stage.type_id
    WINDOW way AS (PARTITION BY entry.order_id, stage.type_id ORDER BY entry.id))
UPDATE bas_order_stage_log log
   SET reached_stage_id = told.reached, standing_stage_id = told.standing, is_first = told.is_first
  FROM told
 WHERE told.id = log.id AND (log.reached_stage_id, log.standing_stage_id, log.is_first)
                            IS DISTINCT FROM (told.reached, told.standing, told.is_first)
