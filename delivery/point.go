package delivery

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// PointID names a point.
type PointID int64

// Point is where a buyer takes her parcel herself: one of a shop's own, or one
// of a carrier's.
type Point struct {
	ID       PointID
	Shop     db.ShopID // db.House for a carrier's
	Carrier  string    // key of its carrier; "" for a shop's
	Country  country.Code
	City     string
	Postcode string
	Name     string
	Street   string // how it is found
	Hours    string
	Cash     bool // what is paid at the door is paid there
}

// mostPoints bounds the points that a shop or a carrier has in a country.
const mostPoints = 300

func (p *Point) check() error {
	var f fault.Fields
	for _, t := range []struct {
		field string
		text  *string
		need  bool
		most  int
	}{{"name", &p.Name, true, 80}, {"city", &p.City, true, 80}, {"street", &p.Street, true, 160}, {"postcode", &p.Postcode, false, 20}, {"hours", &p.Hours, false, 120}} {
		*t.text = strings.Join(strings.Fields(*t.text), " ")
		switch {
		case *t.text == "" && t.need:
			f.Add(t.field, "fault.required")
		case !utf8.ValidString(*t.text), strings.ContainsFunc(*t.text, unicode.IsControl):
			f.Add(t.field, "fault.text")
		case utf8.RuneCountInString(*t.text) > t.most:
			f.Add(t.field, "fault.too_long", "max", t.most)
		}
	}
	if !p.Country.Known() {
		f.Add("country", "fault.choice")
	}
	return f.Err()
}

// mayKeep lets a shop's people keep its points, and operators all.
func (p Point) mayKeep(by identity.Actor) error {
	if by.IsOperator() || by.System || p.Shop != db.House && by.Runs(p.Shop) {
		return nil
	}
	return fault.New(fault.Forbidden, "fault.forbidden")
}

// AddPoint adds a point of a shop or a carrier.
func (s *Service) AddPoint(ctx context.Context, by identity.Actor, p Point) error {
	if err := p.mayKeep(by); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	if (p.Shop == db.House) == (p.Carrier == "") {
		return fault.Field("carrier", "fault.choice")
	}
	if p.Carrier != "" {
		if _, err := s.Carrier(ctx, p.Carrier); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var n int64
		if err := tx.Row("SELECT COUNT(*) FROM pickup_points WHERE shop_id = $1 AND carrier = $2 AND country = $3",
			[]any{int64(p.Shop), p.Carrier, string(p.Country)}, &n); err != nil {
			return err
		}
		if n >= mostPoints {
			return fault.Field("name", "fault.points_many", "max", mostPoints)
		}
		p.ID = PointID(tx.ID())
		if err := insertPoint(tx, p); err != nil {
			return err
		}
		if err := saved(tx, p.Shop); err != nil {
			return err
		}
		return audit.Note(tx, by, p.Shop, "point.added", p.Name, nil)
	})
}

func insertPoint(tx *db.Tx, p Point) error {
	_, err := tx.Exec("INSERT INTO pickup_points ("+pointColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		int64(p.ID), int64(p.Shop), p.Carrier, string(p.Country), p.City, p.Postcode, p.Name, p.Street, p.Hours, p.cash())
	return err
}

// cash gives it as the database has it.
func (p Point) cash() int {
	if p.Cash {
		return 1
	}
	return 0
}

// DropPoint takes a point away; orders keep what they say of it.
func (s *Service) DropPoint(ctx context.Context, by identity.Actor, shop db.ShopID, carrier string, id PointID) error {
	if err := (Point{Shop: shop}).mayKeep(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("DELETE FROM pickup_points WHERE point_id = $1 AND shop_id = $2 AND carrier = $3", int64(id), int64(shop), carrier)
		if err != nil || n == 0 {
			return err
		}
		if err := saved(tx, shop); err != nil {
			return err
		}
		return audit.Note(tx, by, shop, "point.dropped", carrier, map[string]int64{"point": int64(id)})
	})
}

const pointColumns = "point_id, shop_id, carrier, country, city, postcode, name, street, hours, cash"

func scanPoint(scan db.Scan) (p Point, err error) {
	var cash int64
	err = scan(&p.ID, &p.Shop, &p.Carrier, &p.Country, &p.City, &p.Postcode, &p.Name, &p.Street, &p.Hours, &cash)
	p.Cash = cash > 0
	return p, err
}

// Points gives the points of a shop, or of a carrier where shop is the house.
func (s *Service) Points(ctx context.Context, shop db.ShopID, carrier string) (list []Point, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanPoint, "SELECT "+pointColumns+" FROM pickup_points WHERE shop_id = $1 AND carrier = $2 ORDER BY country, city, name LIMIT 1000",
			int64(shop), carrier)
		return err
	})
	return list, err
}

// PointsFor gives, for shops whose parcels are taken at a point of the country,
// the points there are: of the carrier by whose table the way goes, else the
// shop's own. Those of the buyer's city come first.
func (s *Service) PointsFor(ctx context.Context, to country.Code, city string, ways map[db.ShopID]Option) (out map[db.ShopID][]Point, err error) {
	if len(ways) == 0 {
		return nil, nil
	}
	args, or := []any{string(to)}, ""
	for shop, o := range ways {
		if o.Table != "" {
			shop = db.House
		}
		args = append(args, int64(shop), o.Table)
		or += " OR shop_id = " + db.Place(len(args)-1) + " AND carrier = " + db.Place(len(args))
	}
	var all []Point
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = db.List(tx, scanPoint, "SELECT "+pointColumns+" FROM pickup_points WHERE country = $1 AND ("+or[4:]+") ORDER BY city, name, point_id", args...)
		return err
	})
	near := func(p Point) int {
		if strings.EqualFold(p.City, strings.TrimSpace(city)) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b Point) int { return cmp.Compare(near(a), near(b)) })
	out = map[db.ShopID][]Point{}
	for shop, o := range ways {
		for _, p := range all {
			if p.Carrier == o.Table && (o.Table != "" || p.Shop == shop) {
				out[shop] = append(out[shop], p)
			}
		}
	}
	return out, err
}
