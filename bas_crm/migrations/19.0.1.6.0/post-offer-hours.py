"""Lines of offers that were made before remember whose hours they are, as far as the order still has them."""


def migrate(cr, version):
    cr.execute("""
        UPDATE bas_commercial_offer_line line SET hours_data = hours.ids
          FROM (SELECT sale_line_id, jsonb_agg(id) AS ids FROM bas_work_task_line
                 WHERE sale_line_id IS NOT NULL GROUP BY sale_line_id) hours
         WHERE hours.sale_line_id = line.order_line_id AND line.hours_data IS NULL""")
