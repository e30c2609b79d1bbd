package market

import (
	"context"
	"fmt"

	"agora/db"
)

// Check compares what must agree: held stock with the lines of live orders,
// each order with its event and its group, the parts of each group with its
// total, and what was ordered by a quotation with its enquiry. It gives the problems in words.
func Check(ctx context.Context, d *db.DB) (problems []string, err error) {
	checks := []struct{ says, query string }{
		{"stock held for variant %d of shop %d is %d, its live orders and the holds of carts need %d", `
			SELECT s.variant_id, s.shop_id, s.held, COALESCE(n.need, 0)
			FROM (SELECT variant_id, shop_id, CAST(SUM(held) AS BIGINT) AS held FROM stock GROUP BY variant_id, shop_id) s
			LEFT JOIN (SELECT variant_id, shop_id, CAST(SUM(quantity) AS BIGINT) AS need FROM (
				SELECT l.variant_id, l.shop_id, l.quantity
				FROM order_lines l JOIN orders o ON o.order_id = l.order_id AND o.shop_id = l.shop_id
				WHERE o.state IN ('awaiting_payment', 'unconfirmed', 'placed', 'accepted', 'packed')
				UNION ALL SELECT part_id, shop_id, quantity FROM cart_held) AS wants
				GROUP BY variant_id, shop_id) n ON n.variant_id = s.variant_id AND n.shop_id = s.shop_id
			WHERE s.held <> COALESCE(n.need, 0) LIMIT 100`},
		{"variant %d of shop %d has %d on hand, and %d keys that nobody has", `
			SELECT k.variant_id, k.shop_id, COALESCE(s.on_hand, 0), k.free
			FROM (SELECT variant_id, shop_id, CAST(SUM(CASE WHEN order_id = 0 THEN 1 ELSE 0 END) AS BIGINT) AS free
				FROM digital_keys GROUP BY variant_id, shop_id) k
			LEFT JOIN (SELECT variant_id, shop_id, CAST(SUM(on_hand) AS BIGINT) AS on_hand FROM stock GROUP BY variant_id, shop_id) s
				ON s.variant_id = k.variant_id AND s.shop_id = k.shop_id
			WHERE COALESCE(s.on_hand, 0) <> k.free LIMIT 100`},
		{"order %d of shop %d has %d lines and %d events", `
			SELECT o.order_id, o.shop_id,
				(SELECT COUNT(*) FROM order_lines l WHERE l.order_id = o.order_id AND l.shop_id = o.shop_id) AS lines,
				COALESCE(e.n, 0)
			FROM orders o LEFT JOIN (SELECT subject, shop_id, COUNT(*) AS n FROM events WHERE kind LIKE 'order.%'
				GROUP BY subject, shop_id) e ON e.subject = o.order_id AND e.shop_id = o.shop_id
			WHERE COALESCE(e.n, 0) < 1 OR NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.order_id AND l.shop_id = o.shop_id)
			LIMIT 100`},
		{"group %d (number %d) has a total of %d, its orders charge %d", `
			SELECT g.group_id, g.number, g.total, CAST(COALESCE(SUM(o.charged), 0) AS BIGINT)
			FROM order_groups g LEFT JOIN orders o ON o.group_id = g.group_id
			GROUP BY g.group_id, g.number, g.total HAVING g.total <> CAST(COALESCE(SUM(o.charged), 0) AS BIGINT) LIMIT 100`},
		{"enquiry %d of shop %d was ordered in group %d, which has %d orders of that shop", `
			SELECT e.enquiry_id, e.shop_id, e.group_id, COUNT(o.order_id)
			FROM enquiries e LEFT JOIN orders o ON o.group_id = e.group_id AND o.shop_id = e.shop_id
			GROUP BY e.enquiry_id, e.shop_id, e.group_id, e.state HAVING (e.state = 'accepted') <> (COUNT(o.order_id) > 0) LIMIT 100`},
		{"order %d of shop %d: goods and freight left %d, escrow transfers sum to %d while it is open", `
			SELECT o.order_id, o.shop_id, o.goods + o.freight - o.back_goods - o.back_freight, CAST(COALESCE(SUM(s.amount), 0) AS BIGINT)
			FROM orders o LEFT JOIN ledger_statement s ON s.shop_id = o.shop_id AND s.account = 'escrow' AND s.subject = o.order_id
			GROUP BY o.order_id, o.shop_id, o.goods, o.freight, o.back_goods, o.back_freight, o.captured, o.state
			HAVING CAST(COALESCE(SUM(s.amount), 0) AS BIGINT) <>
				CASE WHEN o.captured > 0 AND o.state <> 'completed' THEN o.goods + o.freight - o.back_goods - o.back_freight ELSE 0 END LIMIT 100`},
	}
	err = d.Read(ctx, func(tx *db.Tx) error {
		for _, c := range checks {
			if err := tx.Each(func(scan db.Scan) error {
				var a, b, x, y int64
				if err := scan(&a, &b, &x, &y); err != nil {
					return err
				}
				problems = append(problems, fmt.Sprintf(c.says, a, b, x, y))
				return nil
			}, c.query); err != nil {
				return err
			}
		}
		return nil
	})
	return problems, err
}
