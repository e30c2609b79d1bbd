package catalog

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"agora/db"
)

// model is what stock should be.
type model struct {
	*shelf
	product      Product
	sets         map[VariantID][]Part // sold beside what is in them
	all          []VariantID          // what can be demanded
	onHand, held map[VariantID]int64
	open, gone   [][]Placed
}

// TestStockFollowsAModel runs random moves of things and of sets of them against
// a plain model of them.
func TestStockFollowsAModel(t *testing.T) { onBoth(t, followsAModel) }

func followsAModel(s *shelf) {
	t := s.t.(*testing.T)
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		m := &model{shelf: s, product: s.save(quilt("KGS", fmt.Sprintf("p%d", round))), onHand: map[VariantID]int64{}, held: map[VariantID]int64{}}
		for _, v := range m.product.Variants {
			m.onHand[v.ID], m.held[v.ID] = v.OnHand, 0
			m.all = append(m.all, v.ID)
		}
		m.bundle(r, fmt.Sprintf("p%d-set", round))
		for range rapid.IntRange(1, 25).Draw(r, "moves") {
			rapid.SampledFrom([]func(*rapid.T){m.reserve, m.release, m.ship, m.takeBack, m.set}).Draw(r, "move")(r)
		}
		m.compareSets(r)
		for _, v := range s.look(m.product.ID).Variants {
			if v.OnHand != m.onHand[v.ID] || v.Held != m.held[v.ID] {
				r.Fatalf("stock %d held %d, want %d held %d", v.OnHand, v.Held, m.onHand[v.ID], m.held[v.ID])
			}
		}
	})
	if err := s.sound(); err != nil {
		t.Error(err)
	}
}

// bundle puts two sets of what the product has on the shelf, which share a part.
func (m *model) bundle(r *rapid.T, handle string) {
	m.sets = map[VariantID][]Part{}
	d := quilt("KGS", handle)
	d.Options[1].Values = d.Options[1].Values[:1]
	d.Options, d.Variants = d.Options[:1], []VariantDraft{d.Variants[0], d.Variants[2]}
	for i := range d.Variants {
		d.Variants[i].Values = d.Variants[i].Values[:1]
	}
	for i, set := range m.save(d).Variants {
		parts := []Part{{Variant: m.product.Variants[0].ID, Quantity: rapid.Int64Range(1, 3).Draw(r, "of the first")},
			{Variant: m.product.Variants[1+i].ID, Quantity: rapid.Int64Range(1, 3).Draw(r, "of the other")}}
		if err := m.SetParts(m.t.Context(), m.owner, m.shop.ID, set.ID, parts); err != nil {
			r.Fatal(err)
		}
		m.sets[set.ID], m.all = parts, append(m.all, set.ID)
	}
}

// compareSets compares how many sets there are with the scarcest of their parts.
func (m *model) compareSets(r *rapid.T) {
	for set, parts := range m.sets {
		want := int64(MaxOnHand)
		for _, p := range parts {
			want = min(want, (m.onHand[p.Variant]-m.held[p.Variant])/p.Quantity)
		}
		lines, err := m.Variants(m.t.Context(), []VariantID{set})
		if err != nil || len(lines) != 1 || lines[0].Variant.Available() != want || len(lines[0].Parts) != len(parts) {
			r.Fatalf("of set %d there are %v (%v), want %d", set, lines, err, want)
		}
	}
}

func (m *model) reserve(r *rapid.T) {
	var demand []Demand
	want := map[VariantID]int64{}
	for range rapid.IntRange(1, 4).Draw(r, "lines") {
		d := Demand{m.shop.ID, rapid.SampledFrom(m.all).Draw(r, "variant"), rapid.Int64Range(1, 4).Draw(r, "quantity")}
		demand = append(demand, d)
		if parts := m.sets[d.Variant]; parts != nil {
			for _, p := range parts {
				want[p.Variant] += p.Quantity * d.Quantity
			}
			continue
		}
		want[d.Variant] += d.Quantity
	}
	fits := true
	for v, q := range want {
		fits = fits && m.onHand[v]-m.held[v] >= q
	}
	var placed []Placed
	err := m.db.Write(m.t.Context(), func(tx *db.Tx) (err error) { placed, err = Reserve(tx, demand); return err })
	if (err == nil) != fits {
		r.Fatalf("reserve %v: %v", demand, err)
	}
	if fits {
		m.open = append(m.open, placed)
		for v, q := range want {
			m.held[v] += q
		}
	}
}

func (m *model) release(*rapid.T) {
	for _, p := range m.take(&m.open, Release) {
		m.held[p.Variant] -= p.Quantity
	}
}

func (m *model) ship(*rapid.T) {
	placed := m.take(&m.open, Ship)
	for _, p := range placed {
		m.held[p.Variant] -= p.Quantity
		m.onHand[p.Variant] -= p.Quantity
	}
	if placed != nil {
		m.gone = append(m.gone, placed)
	}
}

func (m *model) takeBack(*rapid.T) {
	for _, p := range m.take(&m.gone, Return) {
		m.onHand[p.Variant] += p.Quantity
	}
}

// take runs a move on the first of a list, if there is any.
func (m *model) take(list *[][]Placed, move func(*db.Tx, []Placed) error) []Placed {
	if len(*list) == 0 {
		return nil
	}
	placed := (*list)[0]
	*list = (*list)[1:]
	m.write(func(tx *db.Tx) error { return move(tx, placed) })
	return placed
}

func (m *model) set(r *rapid.T) {
	v, n := rapid.SampledFrom(m.product.Variants).Draw(r, "variant").ID, rapid.Int64Range(0, 9).Draw(r, "stock")
	err := m.SetStock(m.t.Context(), m.owner, m.shop.ID, v, n)
	if (err == nil) != (n >= m.held[v]) {
		r.Fatalf("stock %d with %d held: %v", n, m.held[v], err)
	}
	if err == nil {
		m.onHand[v] = n
	}
}

func (s *shelf) sound() error {
	return s.db.Read(s.t.Context(), func(tx *db.Tx) error {
		var bad int
		if err := tx.Row("SELECT COUNT(*) FROM stock WHERE on_hand < 0 OR held < 0 OR held > on_hand", nil, &bad); err != nil {
			return err
		}
		if bad > 0 {
			return errors.New("negative stock")
		}
		return nil
	})
}
