package api

import (
	"context"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/token"
)

// Page is a part of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Send it as cursor to go on; nothing on the last page"`
}

// Paging is where a list goes on.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"“next” of the page before; nothing for the first page"`
}

type productsAsked struct {
	OfShop
	Paging
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
	Status   string `query:"status" enum:"draft,active,archived"`
	Text     string `query:"text" maxLength:"200" doc:"Words of the product"`
	Category string `query:"category" maxLength:"100" doc:"It, or one below it"`
	NoCode   bool   `query:"no_code" doc:"Only those without a customs code"`
	Left     int64  `query:"left" minimum:"-1" maximum:"10000" default:"-1" doc:"Only those for sale of which a variant has at most so many left"`
}

type productAsked struct {
	OfShop
	Product string `path:"product" maxLength:"200" doc:"Its handle, or its id"`
}

type productSent struct {
	OfShop
	Repeatable
	Handle  string `path:"handle" maxLength:"200" doc:"Names the product in its shop; a new one is made when there is none"`
	IfMatch string `header:"If-Match" doc:"The version that was changed, in quotes. Another one now is refused; without it nothing is compared."`
	Body    Product
}

type productTold struct {
	Etag string `header:"ETag"`
	Body Product
}

type productsTold struct{ Body Page[Product] }

func (a *API) addProducts() {
	add(a, operation{"GET", "/products", token.ReadCatalogue, "list-products", "The products of the shop, newest first", "Catalogue"}, a.products)
	add(a, operation{"GET", "/products/{product}", token.ReadCatalogue, "get-product", "One product", "Catalogue"}, a.product)
	add(a, operation{"PUT", "/products/{handle}", token.WriteCatalogue, "put-product", "Make the product of a handle what is sent", "Catalogue"}, a.putProduct)
}

func (a *API) products(ctx context.Context, c *call, in *productsAsked) (*productsTold, error) {
	f := catalog.ProductFilter{Status: catalog.ProductStatus(in.Status), Text: in.Text, Category: in.Category, NoCode: in.NoCode, Cursor: in.Cursor, Limit: in.Limit}
	if in.Left >= 0 {
		f.Low = &in.Left
	}
	page, err := a.o.Catalog.Products(ctx, c.by, c.shop, f)
	if err != nil {
		return nil, err
	}
	out := &productsTold{Page[Product]{Items: make([]Product, len(page.Items)), Next: page.Next}}
	for i, p := range page.Items {
		out.Body.Items[i] = productOf(p)
	}
	return out, nil
}

func (a *API) product(ctx context.Context, c *call, in *productAsked) (*productTold, error) {
	return a.tellProduct(ctx, c, in.Product)
}

// tellProduct answers with the product of a handle, or of an id.
func (a *API) tellProduct(ctx context.Context, c *call, name string) (*productTold, error) {
	p, err := a.findProduct(ctx, c, name)
	if err != nil {
		return nil, err
	}
	out := productOf(p)
	return &productTold{Etag: strconv.Quote(out.Version), Body: out}, nil
}

// findProduct gives the product of a handle, or of an id.
func (a *API) findProduct(ctx context.Context, c *call, name string) (catalog.Product, error) {
	found, err := a.o.Catalog.ByHandles(ctx, c.by, c.shop, []string{name})
	if err != nil {
		return catalog.Product{}, err
	}
	if p, ok := found[name]; ok {
		return p, nil
	}
	n, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return catalog.Product{}, fault.New(fault.NotFound, "fault.no_product")
	}
	return a.o.Catalog.ProductByID(ctx, c.by, c.shop, catalog.ProductID(n))
}

func (a *API) putProduct(ctx context.Context, c *call, in *productSent) (*productTold, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	if ctx, err = c.once(ctx, in.Key, in); err != nil {
		return nil, err
	}
	_, err = a.o.Catalog.SaveProduct(ctx, c.by, c.shop, in.Body.draft(in.Handle, version))
	if err := again(err); err != nil {
		return nil, err
	}
	return a.tellProduct(ctx, c, in.Handle)
}

// versionOf reads If-Match; 0 for none.
func versionOf(match string) (int64, error) {
	if match == "" || match == "*" {
		return 0, nil
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(match, "W/"), `"`), 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.Field("If-Match", "fault.api_version")
	}
	return n, nil
}
