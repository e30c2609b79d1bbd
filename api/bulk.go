package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/token"
)

// BulkChange is one change of many products, which the node makes by and by.
type BulkChange struct {
	ID      string `json:"id"`
	State   string `json:"state" enum:"running,done,undoing,undone"`
	Total   int64  `json:"total" doc:"Products that it found"`
	Done    int64  `json:"done" doc:"Of these, looked at"`
	Changed int64  `json:"changed" doc:"Variants, or products when their status changes"`
	Refused int64  `json:"refused" doc:"Of these, left as they were; while it is undone: changed by others since"`
	CanUndo bool   `json:"can_undo"`
}

// BulkRefusal is one thing that a bulk change left as it was.
type BulkRefusal struct {
	Product string `json:"product"`
	Variant string `json:"variant,omitempty"`
	Why     Mishap `json:"why"`
}

// BulkFilter chooses products: those that fit all that is said.
type BulkFilter struct {
	Products []string `json:"products,omitempty" maxItems:"1000" doc:"Ids"`
	Status   string   `json:"status,omitempty" enum:"draft,active,archived"`
	Text     string   `json:"text,omitempty" maxLength:"200" doc:"Words of the product"`
	Category string   `json:"category,omitempty" maxLength:"100" doc:"It, or one below it"`
	NoCode   bool     `json:"no_code,omitempty" doc:"Only those without a customs code"`
	Left     *int64   `json:"left,omitempty" minimum:"0" maximum:"10000" doc:"Only those for sale of which a variant has at most so many left"`
	All      bool     `json:"all,omitempty" doc:"Must be true when nothing else is said"`
}

// BulkDoes is what a bulk change does.
type BulkDoes struct {
	Kind string `json:"kind" enum:"price_by,price_add,price_set,stock_add,stock_set,publish,hide,archive,category,brand"`
	N    int64  `json:"n,omitempty" doc:"price_by: hundredths of a percent, 1250 is 12.5 % dearer; price_add and price_set: minor units; stock_add and stock_set: pieces"`
	Step int64  `json:"step,omitempty" doc:"Prices become the nearest multiple of so many minor units"`
	Text string `json:"text,omitempty" maxLength:"200" doc:"category: its key; brand: its name"`
}

type bulkSent struct {
	OfShop
	Repeatable
	Body struct {
		Filter BulkFilter `json:"filter"`
		Change BulkDoes   `json:"change"`
	}
}

// BulkNamed names a bulk change.
type BulkNamed struct {
	OfShop
	Bulk string `path:"bulk" maxLength:"19" doc:"Id of the bulk change"`
}

type refusalsAsked struct {
	BulkNamed
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type (
	bulkTold     struct{ Body BulkChange }
	refusalsTold struct{ Body Page[BulkRefusal] }
)

// linesPath is where lines are sent, whose body may be larger than others.
const linesPath = "/bulk/lines"

func (a *API) addBulk() {
	const tag = "Bulk"
	addAs(a, http.StatusAccepted, operation{"POST", "/bulk/products", token.WriteCatalogue, "bulk-products", "Change the price, stock, status, category or brand of many products; of stock it needs stock:write, too", tag}, a.bulk)
	add(a, operation{"GET", "/bulk/products/{bulk}", token.ReadCatalogue, "get-bulk", "How far a bulk change is", tag}, a.bulkState)
	add(a, operation{"GET", "/bulk/products/{bulk}/refused", token.ReadCatalogue, "list-refused", "What it left as it was and why, 1,000 at most, for a week", tag}, a.refusals)
	addAs(a, http.StatusAccepted, operation{"POST", "/bulk/products/{bulk}/undo", token.WriteCatalogue, "undo-bulk", "Take the newest one back, for a week; what was changed since stays", tag}, a.undoBulk)
	add(a, operation{"POST", "/bulk/variants", token.WriteStock, "bulk-variants", "Change up to 500 variants, each as it is said, all or none; of prices it needs catalogue:write, too", tag}, a.changeVariants)
	add(a, operation{"POST", linesPath, token.WriteCatalogue, "bulk-lines", "Save up to 1,000 products, a line of JSON for each", tag}, a.saveLines)
}

func (f BulkFilter) filter() (out catalog.ProductFilter, err error) {
	out = catalog.ProductFilter{Status: catalog.ProductStatus(f.Status), Text: f.Text, Category: f.Category, NoCode: f.NoCode, Low: f.Left}
	for i, text := range f.Products {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 {
			return out, fault.Field("filter.products."+strconv.Itoa(i), "fault.api_id")
		}
		out.Only = append(out.Only, catalog.ProductID(n))
	}
	none := len(out.Only) == 0 && f.Status == "" && f.Text == "" && f.Category == "" && !f.NoCode && f.Left == nil
	if none != f.All {
		return out, fault.Field("filter", "fault.api_filter")
	}
	return out, nil
}

func (a *API) bulk(ctx context.Context, c *call, in *bulkSent) (*bulkTold, error) {
	change := catalog.Change{Kind: catalog.SweepKind(in.Body.Change.Kind), N: in.Body.Change.N, Step: in.Body.Change.Step, Text: strings.TrimSpace(in.Body.Change.Text)}
	if change.Kind.Stock() {
		if err := c.Need(token.WriteStock); err != nil {
			return nil, err
		}
	}
	f, err := in.Body.Filter.filter()
	if err != nil {
		return nil, err
	}
	if ctx, err = c.once(ctx, in.Key, in); err != nil {
		return nil, err
	}
	n, _, err := a.o.Catalog.BeginSweep(ctx, c.by, c.shop, f, change)
	if fault.Is(err, fault.Invalid) {
		err = into("change", err)
	}
	if err := again(err); err != nil {
		return nil, err
	}
	if n == 0 { // it was begun before; a shop has one at a time
		w, _, err := a.o.Catalog.LatestSweep(ctx, c.by, c.shop)
		return &bulkTold{bulkOf(w)}, err
	}
	return a.tellBulk(ctx, c, n)
}

// into puts a prefix before the fields of faults.
func into(prefix string, err error) error {
	var f fault.Fields
	if joined := f.Join(prefix, err); joined != nil {
		return joined
	}
	return f.Err()
}

func bulkOf(w catalog.Sweep) BulkChange {
	return BulkChange{id(w.ID), string(w.State), w.Total, w.Done, w.Changed, w.Refused, w.CanUndo}
}

func (a *API) tellBulk(ctx context.Context, c *call, n catalog.SweepID) (*bulkTold, error) {
	w, err := a.o.Catalog.SweepByID(ctx, c.by, c.shop, n)
	return &bulkTold{bulkOf(w)}, err
}

func (a *API) bulkState(ctx context.Context, c *call, in *BulkNamed) (*bulkTold, error) {
	n, err := number[catalog.SweepID](in.Bulk, "fault.not_found")
	if err != nil {
		return nil, err
	}
	return a.tellBulk(ctx, c, n)
}

func (a *API) undoBulk(ctx context.Context, c *call, in *BulkNamed) (*bulkTold, error) {
	told, err := a.bulkState(ctx, c, in)
	if err != nil {
		return nil, err
	}
	n, err := number[catalog.SweepID](told.Body.ID, "fault.not_found")
	if err != nil {
		return nil, err
	}
	w, err := a.o.Catalog.SweepByID(ctx, c.by, c.shop, n)
	if err == nil && w.Change.Kind.Stock() {
		err = c.Need(token.WriteStock)
	}
	if err != nil {
		return nil, err
	}
	if err := a.o.Catalog.UndoSweep(ctx, c.by, c.shop, n); err != nil {
		return nil, err
	}
	return a.tellBulk(ctx, c, n)
}

func (a *API) refusals(ctx context.Context, c *call, in *refusalsAsked) (*refusalsTold, error) {
	told, err := a.bulkState(ctx, c, &in.BulkNamed)
	if err != nil {
		return nil, err
	}
	n, err := number[catalog.SweepID](told.Body.ID, "fault.not_found")
	if err != nil {
		return nil, err
	}
	var after catalog.Refusal
	if in.Cursor != "" {
		product, variant, ok := strings.Cut(in.Cursor, ".")
		p, err := before(product)
		v, bad := strconv.ParseInt(variant, 10, 64)
		if !ok || err != nil || bad != nil {
			return nil, fault.Field("cursor", "fault.cursor")
		}
		after.Product, after.Variant = catalog.ProductID(p), catalog.VariantID(v)
	}
	list, err := a.o.Catalog.Refusals(ctx, c.by, c.shop, n, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &refusalsTold{Page[BulkRefusal]{Items: make([]BulkRefusal, len(list))}}
	for i, r := range list {
		out.Body.Items[i] = BulkRefusal{Product: id(r.Product), Why: mishap(ctx, r.Why)}
		if r.Variant != 0 {
			out.Body.Items[i].Variant = id(r.Variant)
		}
	}
	if len(list) == in.Limit {
		last := list[len(list)-1]
		out.Body.Next = id(last.Product) + "." + id(last.Variant)
	}
	return out, nil
}
