package demo

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/demo/market"
	"agora/identity"
	"agora/money"
)

// fillProducts puts what the shops sell on their shelves. They come in rounds,
// the first product of each shop last, so that the newest things of the market
// are of as many shops as there are.
func (f *filling) fillProducts(ctx context.Context) error {
	rounds := 0
	have := map[string]bool{}
	for _, s := range f.market.Shops {
		rounds = max(rounds, len(s.Products))
		if err := f.Catalog.EachProduct(ctx, identity.System(), f.shops[s.Handle].ID, func(p catalog.Product) error {
			have[s.Handle+"/"+p.Handle] = true
			return nil
		}); err != nil {
			return err
		}
	}
	for n := rounds - 1; n >= 0; n-- {
		var round []market.Shop
		for _, s := range slices.Backward(f.market.Shops) {
			if n < len(s.Products) && !have[s.Handle+"/"+s.Products[n].Handle] {
				round = append(round, s)
			}
		}
		list, err := f.round(ctx, round, n)
		if err != nil {
			return err
		}
		if err := f.DB.Write(ctx, func(tx *db.Tx) error { return put(tx, list) }); err != nil {
			return err
		}
	}
	return nil
}

// round readies the product n of each shop, in their order. Putting a picture on
// disk is mostly waiting, so several are put at a time.
func (f *filling) round(ctx context.Context, shops []market.Shop, n int) ([]stocked, error) {
	list := make([]stocked, len(shops))
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i, s := range shops {
		g.Go(func() (err error) {
			if list[i], err = f.stock(f.shops[s.Handle], s.Products[n]); err != nil {
				return fmt.Errorf("%s/%s: %w", s.Handle, s.Products[n].Handle, err)
			}
			return nil
		})
	}
	return list, g.Wait()
}

// stocked is a product ready for its shelf.
type stocked struct {
	shop    catalog.Shop
	draft   catalog.Draft
	picture catalog.Media
}

func (f *filling) stock(shop catalog.Shop, p market.Product) (stocked, error) {
	d, err := draft(p, shop.Currency)
	if err != nil {
		return stocked{}, err
	}
	picture, err := f.picture(p)
	return stocked{shop, d, picture}, err
}

func put(tx *db.Tx, list []stocked) error {
	for _, s := range list {
		id, err := catalog.PutProduct(tx, s.shop, s.draft)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", s.shop.Handle, s.draft.Handle, err)
		}
		if err := catalog.PutMedia(tx, s.shop.ID, id, []catalog.Media{s.picture}); err != nil {
			return err
		}
	}
	return nil
}

// picture stores a product's drawing, which is small enough for every size.
func (f *filling) picture(p market.Product) (catalog.Media, error) {
	drawing, err := market.Picture(p.Picture)
	if err != nil {
		return catalog.Media{}, err
	}
	key, err := f.Blobs.PutTrusted(drawing, ".svg")
	k := string(key)
	return catalog.Media{Key: k, Type: "image/svg+xml", Alt: texts(p.Title), Thumb: k, Small: k, Large: k, Width: 240, Height: 240,
		Cuts: []catalog.Cut{{Key: k, Width: 240, Bytes: len(drawing)}}}, err
}

// draft puts a product into the words of catalog.
func draft(p market.Product, c money.Currency) (catalog.Draft, error) {
	d := catalog.Draft{Handle: p.Handle, Status: catalog.ProductActive, Category: p.Category, HS: p.HS,
		Origin: country.Code(p.Origin), Title: texts(p.Title), Description: texts(p.Description), Tint: p.Tint}
	for _, a := range p.Attributes {
		d.Attributes = append(d.Attributes, catalog.Attribute{Name: texts(a.Name), Value: texts(a.Value)})
	}
	condition, byLink := cmp.Or(catalog.Condition(p.Condition), catalog.ConditionNew), p.File != ""
	d.Condition, d.Brand, d.LeadDays, d.Videos, d.Digital = &condition, &p.Brand, &p.LeadDays, p.Videos, &byLink
	for _, key := range slices.Sorted(maps.Keys(p.Traits)) {
		said := p.Traits[key]
		v := catalog.TraitValue{Trait: key, Choices: said.Choices}
		if said.Number != "" {
			var err error
			if v.Number, err = catalog.Unit(said.Unit).Measure(said.Number); err != nil {
				return d, err
			}
		}
		d.Traits = append(d.Traits, v)
	}
	for _, o := range p.Options {
		option := catalog.Option{Name: texts(o.Name)}
		for _, v := range o.Values {
			option.Values = append(option.Values, catalog.OptionValue{Key: v.Key, Name: texts(v.Name)})
		}
		d.Options = append(d.Options, option)
	}
	for _, v := range p.Variants {
		price, err := amount(v.Price, c)
		if err != nil {
			return d, err
		}
		before, err := amount(v.CompareAt, c)
		if err != nil {
			return d, err
		}
		terms, err := termsOf(v.Terms, c)
		if err != nil {
			return d, err
		}
		d.Variants = append(d.Variants, catalog.VariantDraft{SKU: v.SKU, Values: v.Values, Price: price, CompareAt: before,
			Grams: int64(v.Grams), LengthMM: int64(v.LengthMM), WidthMM: int64(v.WidthMM), HeightMM: int64(v.HeightMM),
			OnHand: int64(v.Stock), Terms: terms})
	}
	return d, nil
}

func termsOf(t market.Terms, c money.Currency) (*catalog.Terms, error) {
	terms := catalog.Terms{Least: int64(t.Least), Step: int64(t.Step)}
	for _, b := range t.Breaks {
		price, err := amount(b.Price, c)
		if err != nil {
			return nil, err
		}
		terms.Breaks = append(terms.Breaks, catalog.Break{From: int64(b.From), Price: price.Minor})
	}
	return &terms, nil
}

func amount(text string, c money.Currency) (money.Amount, error) {
	if text == "" {
		return money.Amount{}, nil
	}
	return money.Parse(text, c)
}
