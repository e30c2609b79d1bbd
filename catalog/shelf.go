package catalog

import (
	"context"
	"slices"
	"strings"

	"agora/db"
)

// onShelves reports whether a query asks for things of some categories.
func (q Query) onShelves() bool { return q.Category != "" || len(q.Kinds) > 0 }

// shelvesOf gives the categories whose things a query wants: those it names, and
// what is below them. A change of another node is seen within a minute.
func (s *Service) shelvesOf(ctx context.Context, q Query) (keys []string, err error) {
	if !q.onShelves() {
		return nil, nil
	}
	all, err := s.tree.get(func() (list []Category, err error) {
		err = s.db.Read(ctx, func(tx *db.Tx) error {
			list, err = db.List(tx, func(scan db.Scan) (c Category, err error) { return c, scan(&c.Key, &c.Parent) },
				"SELECT category, parent FROM categories ORDER BY category")
			return err
		})
		return list, err
	})
	for _, c := range all {
		within := func(key string) bool { return key == c.Key || key == c.Parent && key != "" }
		if (q.Category == "" || within(q.Category)) && (len(q.Kinds) == 0 || slices.ContainsFunc(q.Kinds, within)) {
			keys = append(keys, c.Key)
		}
	}
	return keys, err
}

// mostShelves bounds the categories that narrow reads one by one.
const mostShelves = 32

// narrow gives a query for the ids of a page of the newest things of some
// categories: the newest of each, and of these the newest. Each is read in the
// order of its index and no further than the page, however many things there
// are. It is empty where more has to be looked at.
func (q Query) narrow(b *args, order string, before []int64) string {
	if order != newest || len(q.shelves) > mostShelves || q.Shop != 0 || len(q.Countries) > 0 || len(q.Price) > 0 || strings.TrimSpace(q.Text) != "" {
		return ""
	}
	limit, start := b.add(clampLimit(q.Limit)+1), ""
	if before != nil {
		start = " AND p.product_id < " + b.add(before[1])
	}
	var each []string
	for _, key := range padded(q.shelves) {
		each = append(each, "SELECT o.product_id FROM (SELECT p.product_id FROM products p CROSS JOIN shops s WHERE s.shop_id = p.shop_id AND p.status = 'active'"+
			" AND s.status = 'open' AND p.category = "+b.add(key)+start+" ORDER BY p.product_id DESC LIMIT "+limit+") o")
	}
	return "SELECT a.product_id FROM (" + strings.Join(each, " UNION ALL ") + ") a ORDER BY a.product_id DESC LIMIT " + limit
}

// texts adds the list of an IN.
func (a *args) texts(list []string) string {
	places := make([]string, 0, len(list))
	for _, t := range padded(list) {
		places = append(places, a.add(t))
	}
	return "(" + strings.Join(places, ", ") + ")"
}

// padded makes a list of keys as long as a power of two with what no key is, so
// that few texts are prepared.
func padded(keys []string) []string {
	n := 1
	for n < len(keys) {
		n *= 2
	}
	list := slices.Clone(keys)
	for len(list) < n {
		list = append(list, ",")
	}
	return list
}
