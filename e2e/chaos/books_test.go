package chaos

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"agora/db"
)

// read looks into the books beside the node, or after it.
func (r *round) read(ctx context.Context, f func(*db.Tx) error) error {
	d, err := db.Open(ctx, target(r.folder, r.address), db.Options{})
	if err != nil {
		return err
	}
	return errors.Join(d.Read(ctx, f), d.Close())
}

// placed gives the order of each checkout that has one.
func (r *round) placed(ctx context.Context) (orders map[string]string, err error) {
	orders = map[string]string{}
	err = r.read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var checkout string
			var group int64
			err := scan(&checkout, &group)
			orders[checkout] = strconv.FormatInt(group, 10)
			return err
		}, "SELECT session, group_id FROM ucp_sessions WHERE group_id > 0")
	})
	return orders, err
}

// judgeBooks holds the books against what the buyers know.
func (r *round) judgeBooks(ctx context.Context) error {
	var mails map[int64]bool
	err := r.read(ctx, func(tx *db.Tx) (err error) {
		mails, err = r.mailless(tx)
		return errors.Join(err, r.judgeGroups(tx), r.judgeHalves(tx), r.judgeStock(tx), r.judgeLedger(tx))
	})
	if err != nil {
		return err
	}
	return r.judgeMail(ctx, mails)
}

// line is one line of an order, as the books have it.
type line struct{ group, variant int64 }

// judgeGroups finds every acknowledged order as it was bought, and no other.
func (r *round) judgeGroups(tx *db.Tx) error {
	totals, lines, shops := map[int64]int64{}, map[line]int64{}, map[int64]int64{}
	if err := tx.Each(func(scan db.Scan) error {
		var id, total, orders int64
		err := scan(&id, &total, &orders)
		if !r.market.groups[id] {
			totals[id], shops[id] = total, orders
		}
		return err
	}, `SELECT g.group_id, g.total, (SELECT COUNT(*) FROM orders o WHERE o.group_id = g.group_id
		AND o.state IN ('awaiting_payment', 'placed')) FROM order_groups g`); err != nil {
		return err
	}
	if err := tx.Each(func(scan db.Scan) error {
		var l line
		var quantity int64
		err := scan(&l.group, &l.variant, &quantity)
		lines[l] = quantity
		return err
	}, `SELECT o.group_id, l.variant_id, CAST(SUM(l.quantity) AS BIGINT) FROM orders o
		JOIN order_lines l ON l.order_id = o.order_id AND l.shop_id = o.shop_id GROUP BY o.group_id, l.variant_id`); err != nil {
		return err
	}
	owners := map[string]string{}
	if err := tx.Each(func(scan db.Scan) error {
		var variant, shop int64
		err := scan(&variant, &shop)
		owners["var_"+strconv.FormatInt(variant, 10)] = strconv.FormatInt(shop, 10)
		return err
	}, "SELECT variant_id, shop_id FROM variants"); err != nil {
		return err
	}
	for _, p := range r.memory.list {
		if p.outcome != acknowledged {
			continue
		}
		id, _ := strconv.ParseInt(p.order, 10, 64)
		total, ok := totals[id]
		if !ok {
			r.problem("order %s (%s) of checkout %s is lost, or there twice", p.order, p.label, p.checkout)
			continue
		}
		delete(totals, id)
		sellers := map[string]bool{}
		for _, l := range p.lines {
			variant, _ := strconv.ParseInt(l.variant[len("var_"):], 10, 64)
			if n := lines[line{id, variant}]; n != l.quantity {
				r.problem("order %s has %d of %s, %d were bought", p.order, n, l.variant, l.quantity)
			}
			sellers[owners[l.variant]] = true
		}
		if total != p.told || shops[id] != int64(len(sellers)) {
			r.problem("order %s is of %d, %d were told; %d of its %d parts live", p.order, total, p.told, shops[id], len(sellers))
		}
	}
	for id, total := range totals {
		r.problem("order %d of %d is there, and nobody knows of it", id, total)
	}
	return nil
}

// judgeHalves looks for what is there without the rest of it.
func (r *round) judgeHalves(tx *db.Tx) error {
	for _, half := range []struct{ says, query string }{
		{"group without an order", "SELECT group_id FROM order_groups g WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.group_id = g.group_id)"},
		{"order without a group", "SELECT order_id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_groups g WHERE g.group_id = o.group_id)"},
		{"order without a line", "SELECT order_id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.order_id)"},
		{"line without an order", "SELECT order_id FROM order_lines l WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.order_id = l.order_id)"},
		{"group with none or two of its event", "SELECT group_id FROM order_groups g WHERE 1 <> (SELECT COUNT(*) FROM events e WHERE e.kind = 'group.placed' AND e.subject = g.group_id)"},
		{"placement without a group", "SELECT group_id FROM placements p WHERE NOT EXISTS (SELECT 1 FROM order_groups g WHERE g.group_id = p.group_id)"},
		{"completed checkout without its order", "SELECT group_id FROM ucp_sessions s WHERE state = 'completed' AND NOT EXISTS (SELECT 1 FROM order_groups g WHERE g.group_id = s.group_id)"},
		{"transfer without two entries", "SELECT transfer_id FROM ledger_transfers t WHERE 2 > (SELECT COUNT(*) FROM ledger_entries e WHERE e.transfer_id = t.transfer_id)"},
		{"entry without a transfer", "SELECT transfer_id FROM ledger_entries e WHERE NOT EXISTS (SELECT 1 FROM ledger_transfers t WHERE t.transfer_id = e.transfer_id)"},
	} {
		if err := tx.Each(func(scan db.Scan) error {
			var id int64
			err := scan(&id)
			r.problem("%s: %d", half.says, id)
			return err
		}, half.query+" LIMIT 5"); err != nil {
			return err
		}
	}
	return nil
}

// judgeStock finds on the shelves what was there at the beginning, since nothing
// was sent yet, and held what the living orders need.
func (r *round) judgeStock(tx *db.Tx) error {
	for _, g := range r.market.goods {
		var onHand, held, need int64
		if err := tx.Row("SELECT CAST(SUM(on_hand) AS BIGINT), CAST(SUM(held) AS BIGINT) FROM stock WHERE variant_id = $1", []any{g.variant}, &onHand, &held); err != nil {
			return err
		}
		if err := tx.Row(`SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) FROM order_lines l JOIN orders o ON o.order_id = l.order_id AND o.shop_id = l.shop_id
			WHERE l.variant_id = $1 AND o.state IN ('awaiting_payment', 'unconfirmed', 'placed', 'accepted', 'packed')`, []any{g.variant}, &need); err != nil {
			return err
		}
		if onHand != g.onHand || held != need || held < 0 || held > onHand {
			r.problem("%s: %d on hand of %d, %d held for orders that need %d", g.id, onHand, g.onHand, held, need)
		}
	}
	return nil
}

// judgeLedger adds up everything.
func (r *round) judgeLedger(tx *db.Tx) error {
	return tx.Each(func(scan db.Scan) error {
		var currency string
		var sum int64
		err := scan(&currency, &sum)
		if sum != 0 {
			r.problem("the ledger sums to %d %s", sum, currency)
		}
		return err
	}, "SELECT currency, CAST(SUM(amount) AS BIGINT) FROM ledger_entries GROUP BY currency")
}

// mailless gives the events of orders whose buyer has no mail yet.
func (r *round) mailless(tx *db.Tx) (events map[int64]bool, err error) {
	events = map[int64]bool{}
	return events, tx.Each(func(scan db.Scan) error {
		var event, group int64
		err := scan(&event, &group)
		if !r.market.groups[group] {
			events[event] = true
		}
		return err
	}, `SELECT e.event_id, e.subject FROM events e WHERE e.kind = 'group.placed' AND NOT EXISTS
		(SELECT 1 FROM notify_messages n WHERE n.message_key = 'buyer placed ' || CAST(e.event_id AS TEXT))`)
}

// judgeMail looks for those mails among the jobs that wait, and the events that
// no job was made of yet.
func (r *round) judgeMail(ctx context.Context, missing map[int64]bool) error {
	driver, at, args := "sqlite", "file:"+filepath.Join(r.folder, "jobs.db"), "json(args)"
	if r.address != "" {
		driver, at, args = "pgx", r.address, "CAST(args AS TEXT)"
	}
	pool, err := sql.Open(driver, at)
	if err != nil {
		return err
	}
	defer pool.Close()
	var cursor int64
	if err := pool.QueryRowContext(ctx, "SELECT event_id FROM jobs_cursor WHERE name = 'relay'").Scan(&cursor); err != nil {
		return err
	}
	waiting := map[int64]bool{}
	rows, err := pool.QueryContext(ctx, "SELECT "+args+" FROM river_job WHERE kind = 'reaction' AND state NOT IN ('completed', 'cancelled', 'discarded')")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		var job struct {
			Name  string
			Event struct{ ID int64 }
		}
		if err := rows.Scan(&text); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &job); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		if job.Name == "mail-buyer-placed" {
			waiting[job.Event.ID] = true
		}
	}
	for id := range missing {
		if id <= cursor && !waiting[id] {
			r.problem("event %d of a placed order was relayed (the cursor is at %d), and has neither a mail nor a job", id, cursor)
		}
	}
	return rows.Err()
}
