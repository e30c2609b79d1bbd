package catalog

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"agora/audit"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// Category is a shelf of the market. Shelves are at most two deep.
type Category struct {
	Key    string
	Parent string // empty for a shelf of the first row
	HS     string // customs codes that usually belong here, for people to read
	Names  Texts
	Count  int64 // products for sale, those of its children included

	Retired bool // no new things come into it and no list offers it; those in it stay
}

// Categories gives every category in order with counts that are at most a
// minute old.
func (s *Service) Categories(ctx context.Context) ([]Category, error) {
	return s.shelves.get(func() (list []Category, err error) {
		err = s.db.Read(ctx, func(tx *db.Tx) error { list, err = categories(tx); return err })
		return list, err
	})
}

func categories(tx *db.Tx) ([]Category, error) {
	list, err := db.List(tx, func(scan db.Scan) (c Category, err error) {
		var names string
		var retired int64
		if err = scan(&c.Key, &c.Parent, &c.HS, &names, &retired, &c.Count); err == nil {
			c.Retired = retired != 0
			err = decode(names, &c.Names)
		}
		return c, err
	}, `SELECT c.category, c.parent, c.hs, c.names, c.retired, COALESCE(n.products, 0) FROM categories c
		LEFT JOIN (SELECT p.category, COUNT(*) AS products FROM products p JOIN shops s ON s.shop_id = p.shop_id
			WHERE p.status = 'active' AND s.status = 'open' GROUP BY p.category) n ON n.category = c.category
		ORDER BY c.position, c.category`)
	at := map[string]int{}
	for i, c := range list {
		at[c.Key] = i
	}
	for _, c := range list {
		if i, ok := at[c.Parent]; ok {
			list[i].Count += c.Count
		}
	}
	return list, err
}

// SaveCategories makes the categories those of list, in its order. Categories
// that it does not name are removed; their products stay and have none.
func (s *Service) SaveCategories(ctx context.Context, by identity.Actor, list []Category) error {
	if !operator(by, db.House) {
		return ErrForbidden
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error { return PutCategories(tx, list) })
	if err == nil {
		s.shelves.forget()
		s.tree.forget()
	}
	return err
}

// PutCategories does what SaveCategories does and asks nobody.
func PutCategories(tx *db.Tx, list []Category) error {
	if err := checkCategories(list); err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM categories"); err != nil {
		return err
	}
	for i, c := range list {
		names, err := encode(c.Names)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO categories (category, parent, position, hs, names, retired) VALUES ($1, $2, $3, $4, $5, $6)",
			c.Key, c.Parent, i, c.HS, names, bit(c.Retired)); err != nil {
			return err
		}
	}
	return event.Append(tx, db.House, CategoriesSaved, 0, nil)
}

// SaveCategory adds a category at the end of its row, or makes the one of its
// key what c says.
func (s *Service) SaveCategory(ctx context.Context, by identity.Actor, c Category) error {
	if !operator(by, db.House) {
		return ErrForbidden
	}
	c.Names, c.HS = c.Names.clean(), strings.TrimSpace(c.HS)
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := categories(tx)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(list, func(o Category) bool { return o.Key == c.Key }); i >= 0 {
			list[i] = c
		} else if len(list) >= MaxCategories {
			return fault.New(fault.Conflict, "fault.at_most", "max", int64(MaxCategories))
		} else {
			last := len(list)
			for i, o := range list {
				if c.Parent != "" && (o.Key == c.Parent || o.Parent == c.Parent) {
					last = i + 1
				}
			}
			list = slices.Insert(list, last, c)
		}
		if err := PutCategories(tx, list); fault.List(err) != nil {
			return c.blame(fault.List(err))
		} else if err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "category.saved", "category:"+c.Key, c)
	})
	if err == nil {
		s.shelves.forget()
		s.tree.forget()
	}
	return err
}

// blame puts the faults of the whole list beside the fields of c: what is wrong
// with another category is that c is no longer above it.
func (c Category) blame(list []*fault.Error) error {
	var f fault.Fields
	for _, e := range list {
		field, own := strings.CutPrefix(e.Field, "categories."+c.Key)
		if field = cmp.Or(strings.TrimPrefix(field, "."), "key"); !own {
			field = "parent"
		}
		f.Add(field, e.Key, e.Args...)
	}
	return f.Err()
}

// MaxCategories bounds the categories of the market.
const MaxCategories = 500

func checkCategories(list []Category) error {
	var f fault.Fields
	first, seen := map[string]bool{}, map[string]bool{}
	for _, c := range list {
		first[c.Key] = c.Parent == ""
	}
	for _, c := range list {
		switch {
		case !validShopHandle(c.Key), seen[c.Key]:
			f.Add("categories."+c.Key, "fault.handle")
		case c.Names.Empty():
			f.Add("categories."+c.Key+".names", "fault.required")
		case c.Parent != "" && !first[c.Parent]:
			f.Add("categories."+c.Key+".parent", "fault.category")
		}
		seen[c.Key] = true
		c.Names.check(&f, "categories."+c.Key+".names", MaxShort)
	}
	return f.Err()
}

// categoryNames gives the names of a category and of the one above it; a fault
// when there is no such category.
func categoryNames(tx *db.Tx, key string) ([]Texts, error) {
	if key == "" {
		return nil, nil
	}
	list, err := db.List(tx, func(scan db.Scan) (t Texts, err error) {
		var names string
		if err = scan(&names); err == nil {
			err = decode(names, &t)
		}
		return t, err
	}, `SELECT names FROM categories WHERE category = $1
		OR category = (SELECT parent FROM categories WHERE category = $1)`, key)
	if err == nil && len(list) == 0 {
		err = fault.Field("category", "fault.category")
	}
	return list, err
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// none turns a missing row into the fault a person reads.
func none(err error, key string) error {
	if errors.Is(err, db.ErrNone) {
		return fault.New(fault.NotFound, key)
	}
	return err
}
