package digital

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
)

// Keys says how many keys a variant has; never what they are.
type Keys struct {
	Free, Given, Burnt int64
	Last               string // end of the newest, at most four letters; "" for none
}

// Any reports whether the variant is sold by keys, be they all given.
func (k Keys) Any() bool { return k.Free+k.Given+k.Burnt > 0 }

// KeysOf counts the keys of a product by variant.
func KeysOf(tx *db.Tx, shop db.ShopID, product int64) (map[int64]Keys, error) {
	out := map[int64]Keys{}
	err := tx.Each(func(scan db.Scan) error {
		var variant int64
		var k Keys
		if err := scan(&variant, &k.Free, &k.Given, &k.Burnt, &k.Last); err != nil {
			return err
		}
		k.Last = lastFour(k.Last)
		out[variant] = k
		return nil
	}, `SELECT n.variant_id, n.free, n.given, n.burnt, k.text FROM (
			SELECT variant_id, CAST(SUM(CASE WHEN order_id = 0 THEN 1 ELSE 0 END) AS BIGINT) AS free,
				CAST(SUM(CASE WHEN order_id > 0 AND burnt = 0 THEN 1 ELSE 0 END) AS BIGINT) AS given,
				CAST(SUM(burnt) AS BIGINT) AS burnt, MAX(key_id) AS newest
			FROM digital_keys WHERE product_id = $1 AND shop_id = $2 GROUP BY variant_id) n
		JOIN digital_keys k ON k.key_id = n.newest AND k.shop_id = $2`, product, int64(shop))
	return out, err
}

// lastFour is the end of a key, never more than half of it.
func lastFour(key string) string {
	list := []rune(key)
	return string(list[len(list)-min(4, len(list)/2):])
}

// ReadKeys reads keys, one a line; empty lines are none. A key twice, one that is
// too long or more than MaxKeys are faults of the field "keys" with the numbers
// of the lines.
func ReadKeys(text string) ([]string, error) {
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
	var keys []string
	var twice, wrong []int
	seen := make(map[string]bool, len(lines))
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case !utf8.ValidString(line) || utf8.RuneCountInString(line) > MaxKey || strings.ContainsFunc(line, unicode.IsControl):
			wrong = append(wrong, i+1)
		case seen[line]:
			twice = append(twice, i+1)
		}
		if seen[line] = true; len(keys) == MaxKeys {
			return nil, fault.Field("keys", "fault.at_most", "max", MaxKeys)
		}
		keys = append(keys, line)
	}
	switch {
	case len(wrong) > 0:
		return nil, fault.Field("keys", "fault.keys_long", "lines", numbers(wrong), "max", MaxKey)
	case len(twice) > 0:
		return nil, fault.Field("keys", "fault.keys_twice", "lines", numbers(twice))
	case len(keys) == 0:
		return nil, fault.Field("keys", "fault.required")
	}
	return keys, nil
}

// numbers writes the numbers of lines, the first twenty.
func numbers(lines []int) string {
	const most = 20
	var list []string
	for _, n := range lines[:min(most, len(lines))] {
		list = append(list, strconv.Itoa(n))
	}
	if len(lines) > most {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

// chunk is how many keys go into one statement.
const chunk = 500

// AddKeys adds the keys of a text to a variant, all or none. One that the product
// has, had or gave away is a fault with the number of its line.
func AddKeys(tx *db.Tx, shop db.ShopID, product, variant int64, text string) (added int64, err error) {
	keys, err := ReadKeys(text)
	if err != nil {
		return 0, err
	}
	had := map[string]bool{}
	for from := 0; from < len(keys); from += chunk {
		part := keys[from:min(from+chunk, len(keys))]
		args, marks := []any{product, int64(shop)}, make([]string, len(part))
		for i, k := range part {
			args, marks[i] = append(args, k), "$"+strconv.Itoa(i+3)
		}
		if err := tx.Each(func(scan db.Scan) error {
			var k string
			err := scan(&k)
			had[k] = true
			return err
		}, "SELECT text FROM digital_keys WHERE product_id = $1 AND shop_id = $2 AND text IN ("+strings.Join(marks, ", ")+")", args...); err != nil {
			return 0, err
		}
	}
	if len(had) > 0 {
		var lines []int
		for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
			if had[strings.TrimSpace(line)] {
				lines = append(lines, i+1)
			}
		}
		return 0, fault.Field("keys", "fault.keys_twice", "lines", numbers(lines))
	}
	const columns = 7
	for from := 0; from < len(keys); from += chunk {
		part := keys[from:min(from+chunk, len(keys))]
		args := make([]any, 0, len(part)*columns)
		for _, k := range part {
			args = append(args, tx.ID(), int64(shop), product, variant, int64(0), int64(0), k)
		}
		if _, err := tx.Exec(`INSERT INTO digital_keys (key_id, shop_id, product_id, variant_id, order_id, burnt, text) VALUES `+
			db.Places(len(part), columns), args...); err != nil {
			return 0, err
		}
	}
	return int64(len(keys)), nil
}

// take gives the oldest free keys of a variant to an order: as many as it has
// units, or an error and none.
func take(tx *db.Tx, shop db.ShopID, order int64, l Line) error {
	n, err := tx.Exec(`UPDATE digital_keys SET order_id = $3 WHERE shop_id = $2 AND order_id = 0 AND key_id IN (
		SELECT key_id FROM digital_keys WHERE variant_id = $1 AND shop_id = $2 AND order_id = 0 ORDER BY key_id LIMIT $4)`,
		l.Variant, int64(shop), order, l.Quantity)
	if err == nil && n != l.Quantity {
		err = fmt.Errorf("digital: variant %d of shop %d has %d free keys, order %d needs %d", l.Variant, shop, n, order, l.Quantity)
	}
	return err
}
