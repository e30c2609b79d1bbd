package api

import (
	"context"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/token"
)

type priceSent struct {
	OfShop
	Repeatable
	Variant string `path:"variant" maxLength:"19" doc:"Id of the variant"`
	Body    struct {
		Price Money `json:"price"`
	}
}

type stockSent struct {
	OfShop
	Repeatable
	Variant string `path:"variant" maxLength:"19" doc:"Id of the variant"`
	Body    struct {
		OnHand   int64  `json:"on_hand" minimum:"0" doc:"What lies there, those promised to orders included"`
		Saw      *int64 `json:"saw,omitempty" doc:"The stock that was read before: another one now is a conflict"`
		Location string `json:"location,omitempty" maxLength:"19" doc:"Id of one of the shop's places; left out: all together"`
	}
}

type variantTold struct{ Body Variant }

func (a *API) addStock() {
	add(a, operation{"PATCH", "/variants/{variant}", token.WriteCatalogue, "price-variant", "Change the price of a variant", "Catalogue"}, a.price)
	add(a, operation{"PUT", "/variants/{variant}/stock", token.WriteStock, "put-stock", "Say how many of a variant there are", "Stock"}, a.stock)
}

func (a *API) price(ctx context.Context, c *call, in *priceSent) (*variantTold, error) {
	return a.change(ctx, c, in.Key, in, in.Variant, 0, catalog.VariantChange{Price: in.Body.Price.amount()})
}

func (a *API) stock(ctx context.Context, c *call, in *stockSent) (*variantTold, error) {
	change := catalog.VariantChange{Count: true, OnHand: in.Body.OnHand}
	if in.Body.Saw != nil {
		change.Seen, change.Saw = true, *in.Body.Saw
	}
	var at int64
	if in.Body.Location != "" {
		var err error
		if at, err = strconv.ParseInt(in.Body.Location, 10, 64); err != nil || at <= 0 {
			return nil, fault.Field("location", "fault.api_id")
		}
	}
	return a.change(ctx, c, in.Key, in, in.Variant, catalog.LocationID(at), change)
}

// change changes one variant and answers with it.
func (a *API) change(ctx context.Context, c *call, key string, in any, variant string, at catalog.LocationID, change catalog.VariantChange) (*variantTold, error) {
	n, err := strconv.ParseInt(variant, 10, 64)
	if err != nil {
		return nil, fault.New(fault.NotFound, "fault.no_variant")
	}
	change.Variant = catalog.VariantID(n)
	if ctx, err = c.once(ctx, key, in); err != nil {
		return nil, err
	}
	err = a.o.Catalog.ChangeVariants(ctx, c.by, c.shop, at, []catalog.VariantChange{change})
	if err := again(under("variants.0", err)); err != nil {
		return nil, err
	}
	lines, err := a.o.Catalog.Variants(ctx, []catalog.VariantID{change.Variant})
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 || lines[0].Shop.ID != c.shop {
		return nil, fault.New(fault.NotFound, "fault.no_variant")
	}
	return &variantTold{variantOf(lines[0].Variant)}, nil
}

// under takes a prefix from the fields of faults: one thing was sent, not a
// list of them.
func under(prefix string, err error) error {
	list := fault.List(err)
	if list == nil {
		return err
	}
	out := make(fault.Fields, len(list))
	for i, e := range list {
		plain := *e
		plain.Field = strings.TrimPrefix(strings.TrimPrefix(e.Field, prefix), ".")
		out[i] = &plain
	}
	return out
}
