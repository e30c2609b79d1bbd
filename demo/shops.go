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

// fillCategories puts up the shelves, and what is asked of the things on them.
func (f *filling) fillCategories(ctx context.Context) error {
	have, err := f.Catalog.Categories(ctx)
	if err != nil || len(have) > 0 {
		return err
	}
	list := make([]catalog.Category, len(f.market.Categories))
	for i, c := range f.market.Categories {
		list[i] = catalog.Category{Key: c.Key, Parent: c.Parent, HS: c.HS, Names: texts(c.Name)}
	}
	if err := f.Catalog.SaveCategories(ctx, identity.System(), list); err != nil {
		return err
	}
	for _, t := range f.market.Traits {
		one := catalog.Trait{Key: t.Key, Names: texts(t.Name), Kind: catalog.TraitKind(t.Kind), Unit: catalog.Unit(t.Unit), Many: t.Many, Facet: t.Facet, Categories: t.Categories}
		for _, c := range t.Choices {
			one.Choices = append(one.Choices, catalog.TraitOption{Key: c.Key, Names: texts(c.Name)})
		}
		if err := f.Catalog.SaveTrait(ctx, identity.System(), one); err != nil {
			return fmt.Errorf("trait %s: %w", t.Key, err)
		}
	}
	return nil
}

// fillShops opens the shops that are not there yet, empty.
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

// ways puts a shop's delivery into the words of delivery.
func ways(id catalog.ShopID, s market.Shop) ([]delivery.Option, error) {
	var list []delivery.Option
	for _, w := range s.Delivery {
		o := delivery.Option{Shop: id, Home: country.Code(s.Country), Key: w.Key, Carrier: w.Carrier, Name: maps.Clone(w.Name),
			Service: w.Service, To: w.To, DaysMin: w.DaysMin, DaysMax: w.DaysMax, Incoterm: w.Incoterm, Tracked: w.Tracked, Table: w.Table}
		if w.Table != "" {
			o.Currency = money.Currency(s.Currency)
		}
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
