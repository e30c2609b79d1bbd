package api

import (
	"context"

	"agora/catalog"
	"agora/token"
)

// Shelf is how much there is of one variant.
type Shelf struct {
	Variant string        `json:"variant" doc:"Id of the variant"`
	Product string        `json:"product" doc:"Handle of its product"`
	Title   catalog.Texts `json:"title" doc:"Of the product, by language"`
	SKU     string        `json:"sku,omitempty"`
	Values  []string      `json:"values,omitempty" doc:"A key for each option, in their order"`
	OnHand  int64         `json:"on_hand" doc:"In all places together"`
	Held    int64         `json:"held" doc:"Of these, promised to orders"`
	Left    int64         `json:"left" doc:"What can still be sold"`
	Few     int64         `json:"few" doc:"With so many left it is nearly sold out"`
}

type shelvesAsked struct {
	OfShop
	Paging
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many products at most; each gives all its variants"`
	Product string `query:"product" maxLength:"200" doc:"Only of this product: its handle, or its id"`
	Low     bool   `query:"low" doc:"Only those for sale that are nearly sold out, as the shop and its products say"`
}

type shelvesTold struct{ Body Page[Shelf] }

func (a *API) addShelf() {
	add(a, operation{"GET", "/stock", token.ReadCatalogue, "list-stock", "How many of each variant there are, those of the newest products first", "Stock"}, a.shelves)
}

func (a *API) shelves(ctx context.Context, c *call, in *shelvesAsked) (*shelvesTold, error) {
	shop, err := a.o.Catalog.OwnShop(ctx, c.by, c.shop)
	if err != nil {
		return nil, err
	}
	var page catalog.Page[catalog.Product]
	if in.Product != "" {
		p, err := a.findProduct(ctx, c, in.Product)
		if err != nil {
			return nil, err
		}
		page.Items = []catalog.Product{p}
	} else {
		f := catalog.ProductFilter{Cursor: in.Cursor, Limit: in.Limit}
		if in.Low {
			f.Low = &shop.Few
		}
		if page, err = a.o.Catalog.Products(ctx, c.by, c.shop, f); err != nil {
			return nil, err
		}
	}
	out := &shelvesTold{Page[Shelf]{Items: []Shelf{}, Next: page.Next}}
	for _, p := range page.Items {
		for _, s := range shelvesOf(p, shop) {
			if !in.Low || s.Left <= s.Few {
				out.Body.Items = append(out.Body.Items, s)
			}
		}
	}
	return out, nil
}

// shelvesOf writes the stock of a product. Sets have none of their own.
func shelvesOf(p catalog.Product, shop catalog.Shop) (list []Shelf) {
	few := p.Few
	if few < 0 {
		few = shop.Few
	}
	for _, v := range p.Variants {
		if !v.Retired && !v.IsSet() {
			list = append(list, Shelf{id(v.ID), p.Handle, p.Title, v.SKU, v.Values, v.OnHand, v.Held, v.OnHand - v.Held, few})
		}
	}
	return list
}
