package catalog

import (
	"context"

	"agora/search"
)

// Sent is what decides where a product can be sent: its lightest variant. What is
// digital comes anywhere.
type Sent struct {
	Product   ProductID
	Shop      ShopID
	Grams     int64
	Size      [3]int64 // length, width and height in mm; zero when unknown
	Dangerous bool
	Digital   bool
}

// Reach is where a product can be sent, and how it may be paid there.
type Reach struct {
	To   []string // country codes, or search.Anywhere
	Pays []search.Pay
}

// Reaches tells the catalogue who knows where products can be sent: f answers
// for each of a list, in its order. It is called before the index is opened,
// once; without it nobody's products come anywhere.
func (s *Service) Reaches(f func(context.Context, []Sent) ([]Reach, error)) { s.reach = f }

// reached fills where documents go, outside any transaction.
func (s *Service) reached(ctx context.Context, list []search.Document, sent []Sent) error {
	if s.reach == nil || len(list) == 0 {
		return nil
	}
	out, err := s.reach(ctx, sent)
	if err != nil {
		return err
	}
	for i, r := range out {
		list[i].To, list[i].Pays = r.To, r.Pays
	}
	return nil
}
