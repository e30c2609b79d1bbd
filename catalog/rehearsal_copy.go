package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"agora/db"
	"agora/digital"
)

// Bounds of a rehearsal: how many of a shop's products are copied, the newest,
// how many of each variant there are to play with, and how many keys of one that
// is sold by keys.
const (
	rehearsedProducts = 100
	rehearsedStock    = 100
	rehearsedKeys     = 20
)

// copyProducts puts what a shop sells on the shelves of its rehearsal. Sets are
// sets of the copies; what comes by link has the same files, which its owner
// alone can buy there, and keys that say that they are none.
func (s *Service) copyProducts(tx *db.Tx, from, to Shop) error {
	list, err := s.products(tx, `p.shop_id = $1 AND p.status = 'active' ORDER BY p.product_id DESC LIMIT `+strconv.Itoa(rehearsedProducts), int64(from.ID))
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b Product) int { return int(min(max(a.ID-b.ID, -1), 1)) })
	for _, p := range list {
		d := p.Draft()
		d.Pictures = nil
		for i := range d.Variants {
			v := &d.Variants[i]
			v.Price, v.CompareAt, v.OnHand = PlayPrice(v.Price), PlayPrice(v.CompareAt), rehearsedStock
		}
		id, err := PutProduct(tx, to, d)
		if err != nil {
			return err
		}
		if len(p.Media) > 0 {
			if err := PutMedia(tx, to.ID, id, p.Media); err != nil {
				return err
			}
		}
		if err := putMarks(tx, to.ID, id, p.Machine); err != nil {
			return err
		}
	}
	copies, err := s.products(tx, "p.shop_id = $1", int64(to.ID))
	if err != nil {
		return err
	}
	byHandle := make(map[string]Product, len(copies))
	for _, c := range copies {
		byHandle[c.Handle] = c
	}
	twins := map[VariantID]VariantID{}
	for _, p := range list {
		c := byHandle[p.Handle]
		for _, v := range p.Variants {
			if i := slices.IndexFunc(c.Variants, func(o Variant) bool { return slices.Equal(o.Values, v.Values) }); i >= 0 && !v.Retired {
				twins[v.ID] = c.Variants[i].ID
			}
		}
	}
	for _, p := range list {
		if err := copyContents(tx, p, byHandle[p.Handle], twins); err != nil {
			return err
		}
		if err := copySets(tx, p, to.ID, twins); err != nil {
			return err
		}
	}
	return nil
}

// copySets makes sets of the copies of sets. One of which a part was not copied
// stays a thing of its own.
func copySets(tx *db.Tx, p Product, to ShopID, twins map[VariantID]VariantID) error {
	for _, v := range p.Variants {
		if !v.IsSet() || twins[v.ID] == 0 {
			continue
		}
		var parts []Part
		for _, part := range v.Parts {
			if twin := twins[part.Variant]; twin != 0 {
				parts = append(parts, Part{Variant: twin, Quantity: part.Quantity})
			}
		}
		if len(parts) < len(v.Parts) {
			continue
		}
		if err := putParts(tx, to, twins[v.ID], parts); err != nil {
			return err
		}
	}
	return nil
}

// copyContents gives the copy of what comes by link the files of the original,
// and as many keys that open nothing as there are things to play with.
func copyContents(tx *db.Tx, p, twin Product, twins map[VariantID]VariantID) error {
	if !p.Digital {
		return nil
	}
	files, err := digital.Files(tx, p.Shop, int64(p.ID))
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := digital.AddFile(tx, twin.Shop, int64(twin.ID), f); err != nil {
			return err
		}
	}
	keys, err := digital.KeysOf(tx, p.Shop, int64(p.ID))
	if err != nil {
		return err
	}
	for _, v := range p.Variants {
		if !keys[int64(v.ID)].Any() || twins[v.ID] == 0 {
			continue
		}
		var text strings.Builder
		for i := range rehearsedKeys {
			fmt.Fprintf(&text, "REHEARSAL-%d-%02d\n", twins[v.ID], i+1)
		}
		if _, err := digital.AddKeys(tx, twin.Shop, int64(twin.ID), int64(twins[v.ID]), text.String()); err != nil {
			return err
		}
	}
	return restock(tx, twin.Shop, twin.ID)
}
