package delivery

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// pointHead is the header of a file of points.
var pointHead = []string{"id", "country", "city", "postcode", "name", "street", "hours", "cash"}

// Bounds of a file of points.
const (
	MaxPointBytes = 1 << 20
	mostPointRows = 2_000
	mostPointBad  = 20 // faults that are told at once
)

// cash of a file.
const yes, no = "yes", "no"

// WritePoints writes points as CSV, which ReadPoints reads back the same.
func WritePoints(w io.Writer, list []Point) error {
	out := csv.NewWriter(w)
	if err := out.Write(pointHead); err != nil {
		return err
	}
	for _, p := range list {
		id, cash := "", no
		if p.ID > 0 {
			id = strconv.FormatInt(int64(p.ID), 10)
		}
		if p.Cash {
			cash = yes
		}
		if err := out.Write([]string{id, string(p.Country), p.City, p.Postcode, p.Name, p.Street, p.Hours, cash}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// ReadPoints reads points of a CSV with the header id,country,city,postcode,
// name,street,hours,cash in any order; id is empty for a new one, cash is yes or
// no. Faults are of the fields "rows.2.city" and so on, by the row of the file.
func ReadPoints(r io.Reader) (list []Point, err error) {
	in := csv.NewReader(bufio.NewReader(io.LimitReader(r, MaxPointBytes)))
	in.TrimLeadingSpace = true
	head, err := in.Read()
	if err != nil {
		return nil, fault.Field("file", "fault.points_head")
	}
	head[0] = strings.TrimPrefix(head[0], "\uFEFF")
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, name := range pointHead {
		if _, ok := at[name]; !ok {
			return nil, fault.Field("file", "fault.points_head")
		}
	}
	var f fault.Fields
	for row := 2; len(f) < mostPointBad; row++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || row > mostPointRows {
			f.Add(rowField(row, "file"), "fault.text")
			break
		}
		p, err := pointIn(func(name string) string { return record[at[name]] })
		if err := f.Join(rowName(row), err); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, f.Err()
}

func rowName(row int) string { return "rows." + strconv.Itoa(row) }

func rowField(row int, field string) string { return rowName(row) + "." + field }

// pointIn reads the point of one row.
func pointIn(cell func(string) string) (Point, error) {
	var f fault.Fields
	p := Point{Country: country.Code(strings.ToUpper(strings.TrimSpace(cell("country")))), City: cell("city"), Postcode: cell("postcode"),
		Name: cell("name"), Street: cell("street"), Hours: cell("hours")}
	if s := strings.TrimSpace(cell("id")); s != "" {
		n, err := strconv.ParseInt(country.Digits(s), 10, 64)
		if err != nil || n <= 0 {
			f.Add("id", "fault.choice")
		}
		p.ID = PointID(n)
	}
	switch strings.ToLower(strings.TrimSpace(cell("cash"))) {
	case yes:
		p.Cash = true
	case no, "":
	default:
		f.Add("cash", "fault.choice")
	}
	if err := f.Join("", p.check()); err != nil {
		return p, err
	}
	return p, f.Err()
}

// PointChange is what a file does to one point: Was is empty for a new one, Is
// for one that goes.
type PointChange struct{ Was, Is Point }

// New reports a point that is not there yet.
func (c PointChange) New() bool { return c.Was.Name == "" }

// Gone reports a point that goes.
func (c PointChange) Gone() bool { return c.Is.Name == "" }

// pointChanges compares the points of a file with those that there are: by their
// ids, else by country, city and name. Those that the file lacks go.
func pointChanges(have, file []Point) (list []PointChange, err error) {
	var f fault.Fields
	taken := map[PointID]bool{}
	byID := map[PointID]Point{}
	for _, p := range have {
		byID[p.ID] = p
	}
	for i, p := range file {
		if p.ID == 0 {
			continue
		}
		if _, ok := byID[p.ID]; !ok || taken[p.ID] {
			f.Add(rowField(i+2, "id"), "fault.choice")
		}
		taken[p.ID] = true
	}
	count := map[country.Code]int{}
	for i, p := range file {
		if count[p.Country]++; count[p.Country] > mostPoints {
			f.Add(rowField(i+2, "name"), "fault.points_many", "max", mostPoints)
			break
		}
		was := byID[p.ID]
		if p.ID == 0 {
			k := slices.IndexFunc(have, func(h Point) bool {
				return !taken[h.ID] && h.Country == p.Country && h.City == p.City && h.Name == p.Name
			})
			if k >= 0 {
				was, p.ID = have[k], have[k].ID
				taken[p.ID] = true
			}
		}
		if p.Shop, p.Carrier = was.Shop, was.Carrier; p != was {
			list = append(list, PointChange{was, p})
		}
	}
	for _, p := range have {
		if !taken[p.ID] {
			list = append(list, PointChange{Was: p})
		}
	}
	return list, f.Err()
}

// Seen is a digest of changes, by which whoever looked at them says which.
func Seen(list []PointChange) string {
	doc, _ := json.Marshal(list) // plain values: it can't fail
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:16])
}

// ComparePoints tells what a file of points of a shop would change, and changes
// nothing.
func (s *Service) ComparePoints(ctx context.Context, by identity.Actor, shop db.ShopID, file []Point) (list []PointChange, err error) {
	if err := (Point{Shop: shop}).mayKeep(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		have, err := shopPoints(tx, shop)
		if err == nil {
			list, err = pointChanges(have, file)
		}
		return err
	})
	return list, err
}

// ReplacePoints makes a shop's points those of a file. seen is that of the
// changes that were looked at; it is refused when they would be others by now.
func (s *Service) ReplacePoints(ctx context.Context, by identity.Actor, shop db.ShopID, file []Point, seen string) error {
	if err := (Point{Shop: shop}).mayKeep(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		have, err := shopPoints(tx, shop)
		if err != nil {
			return err
		}
		list, err := pointChanges(have, file)
		if err != nil {
			return err
		}
		if Seen(list) != seen {
			return fault.New(fault.Conflict, "fault.points_changed")
		}
		for _, c := range list {
			if err := c.apply(tx, shop); err != nil {
				return err
			}
		}
		if err := saved(tx, shop); err != nil {
			return err
		}
		return audit.Note(tx, by, shop, "point.file", "shop", map[string]int{"changes": len(list)})
	})
}

func (c PointChange) apply(tx *db.Tx, shop db.ShopID) error {
	if c.Gone() {
		_, err := tx.Exec("DELETE FROM pickup_points WHERE point_id = $1 AND shop_id = $2", int64(c.Was.ID), int64(shop))
		return err
	}
	p := c.Is
	if c.New() {
		p.Shop, p.ID = shop, PointID(tx.ID())
		return insertPoint(tx, p)
	}
	_, err := tx.Exec("UPDATE pickup_points SET country = $3, city = $4, postcode = $5, name = $6, street = $7, hours = $8, cash = $9 WHERE point_id = $1 AND shop_id = $2",
		int64(p.ID), int64(shop), string(p.Country), p.City, p.Postcode, p.Name, p.Street, p.Hours, p.cash())
	return err
}

// shopPoints are a shop's own points, those of one place beside one another.
func shopPoints(tx *db.Tx, shop db.ShopID) ([]Point, error) {
	list, err := db.List(tx, scanPoint, "SELECT "+pointColumns+" FROM pickup_points WHERE shop_id = $1 AND carrier = '' ORDER BY country, city, name, point_id LIMIT $2",
		int64(shop), mostPointRows)
	slices.SortStableFunc(list, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.City, b.City), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

// ExportPoints writes a shop's own points as CSV.
func (s *Service) ExportPoints(ctx context.Context, by identity.Actor, shop db.ShopID, w io.Writer) error {
	if err := (Point{Shop: shop}).mayKeep(by); err != nil {
		return err
	}
	var list []Point
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = shopPoints(tx, shop)
		return err
	}); err != nil {
		return err
	}
	return WritePoints(w, list)
}
