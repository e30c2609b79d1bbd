package demo

import (
	"context"
	"fmt"
	"maps"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/demo/market"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// fillCategories puts up the shelves.
func (f *filling) fillCategories(ctx context.Context) error {
	have, err := f.Catalog.Categories(ctx)
	if err != nil || len(have) > 0 {
		return err
	}
	list := make([]catalog.Category, len(f.market.Categories))
	for i, c := range f.market.Categories {
		list[i] = catalog.Category{Key: c.Key, Parent: c.Parent, HS: c.HS, Names: texts(c.Name)}
	}
	return f.Catalog.SaveCategories(ctx, identity.System(), list)
}

// fillShops opens the shops that are not there yet, with all they sell.
func (f *filling) fillShops(ctx context.Context) error {
	for _, s := range f.market.Shops {
		shop, err := f.Catalog.Shop(ctx, s.Handle)
		if fault.Is(err, fault.NotFound) {
			shop, err = f.openShop(ctx, s)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.Handle, err)
		}
		f.shops[s.Handle] = shop
	}
	return nil
}

func (f *filling) openShop(ctx context.Context, s market.Shop) (catalog.Shop, error) {
	home := country.Code(s.Country)
	id, err := f.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{
		Handle: s.Handle, Name: s.Name, Owner: f.people[s.Owner.Email], Country: home, City: s.City,
		Currency: money.Currency(s.Currency), Languages: s.Languages,
		Origin:  address(s.Owner.Name, s.Owner.Phone, home, s.Origin),
		Tagline: texts(s.Tagline), Story: texts(s.Story), Tint: s.Face.Tint, Initials: s.Face.Initials,
		HandlingDays: s.HandlingDays, ReturnDays: s.ReturnsDays, Payout: s.Payout,
	})
	if err != nil {
		return catalog.Shop{}, err
	}
	if err := f.fillShelf(ctx, id, s); err != nil {
		return catalog.Shop{}, err
	}
	options, err := ways(id, s)
	if err != nil {
		return catalog.Shop{}, err
	}
	if err := f.DB.Write(ctx, func(tx *db.Tx) error { return f.Delivery.SaveOptions(tx, id, options) }); err != nil {
		return catalog.Shop{}, err
	}
	for _, m := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		if err := f.Catalog.MoveShop(ctx, identity.System(), id, m, ""); err != nil {
			return catalog.Shop{}, err
		}
	}
	return f.Catalog.ShopByID(ctx, id)
}

// fillShelf puts a shop's products and their pictures there.
func (f *filling) fillShelf(ctx context.Context, id catalog.ShopID, s market.Shop) error {
	drafts := make([]catalog.Draft, len(s.Products))
	pictures := make([]catalog.Media, len(s.Products))
	for i, p := range s.Products {
		var err error
		if drafts[i], err = draft(p, money.Currency(s.Currency)); err != nil {
			return err
		}
		if pictures[i], err = f.picture(p); err != nil {
			return err
		}
	}
	ids, err := f.Catalog.SaveProducts(ctx, identity.System(), id, drafts)
	if err != nil {
		return err
	}
	return f.DB.Write(ctx, func(tx *db.Tx) error {
		for i, product := range ids {
			if err := catalog.PutMedia(tx, id, product, pictures[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// picture stores a product's drawing, which is small enough for every size.
func (f *filling) picture(p market.Product) (catalog.Media, error) {
	drawing, err := market.Picture(p.Picture)
	if err != nil {
		return catalog.Media{}, err
	}
	key, err := f.Blobs.PutTrusted(drawing, ".svg")
	k := string(key)
	return catalog.Media{Key: k, Type: "image/svg+xml", Alt: texts(p.Title), Thumb: k, Small: k, Large: k, Width: 240, Height: 240}, err
}

// draft puts a product into the words of catalog.
func draft(p market.Product, c money.Currency) (catalog.Draft, error) {
	d := catalog.Draft{Handle: p.Handle, Status: catalog.ProductActive, Category: p.Category, HS: p.HS,
		Origin: country.Code(p.Origin), Title: texts(p.Title), Description: texts(p.Description), Tint: p.Tint}
	for _, a := range p.Attributes {
		d.Attributes = append(d.Attributes, catalog.Attribute{Name: texts(a.Name), Value: texts(a.Value)})
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
		d.Variants = append(d.Variants, catalog.VariantDraft{SKU: v.SKU, Values: v.Values, Price: price, CompareAt: before,
			Grams: int64(v.Grams), LengthMM: int64(v.LengthMM), WidthMM: int64(v.WidthMM), HeightMM: int64(v.HeightMM),
			OnHand: int64(v.Stock)})
	}
	return d, nil
}

// ways puts a shop's delivery into the words of delivery.
func ways(id catalog.ShopID, s market.Shop) ([]delivery.Option, error) {
	var list []delivery.Option
	for _, w := range s.Delivery {
		o := delivery.Option{Shop: id, Home: country.Code(s.Country), Key: w.Key, Carrier: w.Carrier, Name: maps.Clone(w.Name),
			Service: w.Service, To: w.To, DaysMin: w.DaysMin, DaysMax: w.DaysMax, Incoterm: w.Incoterm, Tracked: w.Tracked}
		for _, step := range w.Steps {
			price, err := amount(step.Price, money.Currency(s.Currency))
			if err != nil {
				return nil, err
			}
			o.Steps = append(o.Steps, delivery.Step{UpToGrams: int64(step.UpToG), Price: price})
		}
		list = append(list, o)
	}
	return list, nil
}

func texts(t market.Text) catalog.Texts { return catalog.Texts(maps.Clone(t)) }

func amount(text string, c money.Currency) (money.Amount, error) {
	if text == "" {
		return money.Amount{}, nil
	}
	return money.Parse(text, c)
}
