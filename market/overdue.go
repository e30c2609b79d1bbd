package market

import (
	"context"
	"slices"
	"strings"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/event"
)

// Overdue is the body of "parcels.overdue": parcels that have become late or
// lost since the last report, and have not come. It comes once a day at most.
type Overdue struct {
	Shops []OverdueShop `json:"shops"`
}

// OverdueShop are those of one shop, the oldest first.
type OverdueShop struct {
	Shop catalog.ShopID  `json:"shop"`
	Name string          `json:"name"`
	Late []OverdueParcel `json:"late,omitempty"`
	Lost []OverdueParcel `json:"lost,omitempty"`
}

// OverdueParcel names the order of a parcel.
type OverdueParcel struct {
	Order OrderID `json:"order"`
	Ref   string  `json:"ref"`
}

// mostOverdue bounds a report; the next day's goes on where it ended.
const mostOverdue = 500

const overdueSteps = `
CREATE TABLE overdue_reports (
	report_id BIGINT NOT NULL,
	until BIGINT NOT NULL,
	PRIMARY KEY (report_id)
) /*clustered*/;
`

// ReportOverdue writes the event "parcels.overdue" when parcels have become late
// or lost since the last one and that one is of an earlier day (UTC); it tells
// how many parcels are in it. The first report looks back one day.
func (s *Service) ReportOverdue(ctx context.Context) (found int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		found = 0
		var last, until int64
		if err := tx.Row("SELECT COALESCE(MAX(report_id), 0), COALESCE(MAX(until), 0) FROM overdue_reports", nil, &last, &until); err != nil {
			return err
		}
		const day = 24 * time.Hour
		if last == 0 {
			until = db.Micro(tx.Now.Add(-day))
		} else if !db.TimeOfID(last).Truncate(day).Before(tx.Now.UTC().Truncate(day)) {
			return nil
		}
		n, end, report, err := overdue(tx, until, db.Micro(tx.Now))
		if err != nil || n == 0 {
			return err
		}
		found = n
		id := tx.ID()
		if _, err := tx.Exec("INSERT INTO overdue_reports (report_id, until) VALUES ($1, $2)", id, end); err != nil {
			return err
		}
		return event.Append(tx, db.House, "parcels.overdue", id, report)
	})
	return found, err
}

// overdue reads what became late or lost after one moment and up to another, and
// gives up to when it has read.
func overdue(tx *db.Tx, after, upTo int64) (found int, end int64, report Overdue, err error) {
	type row struct {
		Order
		at   int64
		lost bool
	}
	list, err := db.List(tx, func(scan db.Scan) (r row, err error) {
		var o orderRow
		var lost int64
		if err := scan(append(o.columns(), &r.at, &lost)...); err != nil {
			return r, err
		}
		r.lost = lost > 0
		r.Order, err = o.order()
		return r, err
	}, "SELECT "+orderColumns+`, w.at, w.lost FROM (
			SELECT order_id, shop_id, late AS at, 0 AS lost FROM parcels WHERE late > $1 AND late <= $2 AND delivered = 0
			UNION ALL SELECT order_id, shop_id, lost AS at, 1 AS lost FROM parcels WHERE lost > $1 AND lost <= $2 AND delivered = 0) w
		JOIN orders o ON o.order_id = w.order_id AND o.shop_id = w.shop_id JOIN order_groups g ON g.group_id = o.group_id
		ORDER BY w.at, w.order_id LIMIT $3`, after, upTo, mostOverdue)
	if err != nil {
		return 0, 0, report, err
	}
	if end = upTo; len(list) == mostOverdue {
		end = list[len(list)-1].at
	}
	for _, r := range list {
		i := slices.IndexFunc(report.Shops, func(s OverdueShop) bool { return s.Shop == r.Shop })
		if i < 0 {
			i = len(report.Shops)
			report.Shops = append(report.Shops, OverdueShop{Shop: r.Shop, Name: r.ShopName})
		}
		to := &report.Shops[i].Late
		if r.lost {
			to = &report.Shops[i].Lost
		}
		*to = append(*to, OverdueParcel{r.ID, r.Ref})
	}
	slices.SortStableFunc(report.Shops, func(a, b OverdueShop) int { return strings.Compare(a.Name, b.Name) })
	return len(list), end, report, nil
}
