package api

import (
	"context"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/claim"
	"agora/db"
	"agora/fault"
	"agora/market"
	"agora/token"
)

type shopsAsked struct {
	Paging
	Status string `query:"status" enum:"draft,submitted,open,paused,closed,rehearsal"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type shopAsked struct {
	Shop string `path:"shop" maxLength:"19" doc:"Id of the shop"`
}

type shopMoved struct {
	Shop string `path:"shop" maxLength:"19" doc:"Id of the shop"`
	Body struct {
		Move string `json:"move" enum:"approve,decline,pause,resume,close" doc:"One of its moves"`
		Why  string `json:"why,omitempty" maxLength:"500" doc:"Kept in the audit; the owner reads it when her shop is declined"`
	}
}

type allOrdersAsked struct {
	Paging
	Of    string   `query:"of" maxLength:"19" doc:"Id of a shop; all when left out"`
	State []string `query:"state" maxItems:"11" doc:"Any of these states, commas between; all when left out"`
	Late  bool     `query:"late" doc:"Only those whose parcel is late"`
	Limit int      `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type anyOrderAsked struct {
	Order string `path:"order" maxLength:"19" doc:"Id of the order"`
}

type claimsAsked struct {
	Paging
	Of    string `query:"of" maxLength:"19" doc:"Id of a shop; all when left out"`
	Ended bool   `query:"ended" doc:"Those that have ended, newest first; else the open ones, the most urgent first"`
}

type claimAsked struct {
	Shop  string `path:"shop" maxLength:"19" doc:"Id of the shop"`
	Claim string `path:"claim" maxLength:"19" doc:"Id of the claim"`
}

type allPayoutsAsked struct {
	Paging
	State string `query:"state" enum:"planned,approved,sent,settled,returned,withdrawn"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type shopLinesAsked struct {
	Shop string `path:"shop" maxLength:"19" doc:"Id of the shop"`
	Paging
	From  string `query:"from" format:"date" doc:"First day, UTC; left out: the first of this month"`
	To    string `query:"to" format:"date" doc:"Last day, UTC; left out: today"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type askedNothing struct{}

type (
	shopTold       struct{ Body Shop }
	shopsTold      struct{ Body Page[Shop] }
	allOrdersTold  struct{ Body Page[OrderOfShop] }
	anyOrderTold   struct{ Body OrderOfShop }
	claimTold      struct{ Body Claim }
	claimsTold     struct{ Body Page[Claim] }
	allPayoutsTold struct{ Body Page[PayoutOfShop] }
	accountsTold   struct{ Body Page[Account] }
	settingsTold   struct{ Body Page[Setting] }
	ratesTold      struct{ Body Page[Rate] }
)

func (a *API) addOperator() {
	const tag, at = "Operator", "/operator"
	add(a, operation{"GET", at + "/shops", token.ReadShops, "operator-list-shops", "All shops, newest first", tag}, a.allShops)
	add(a, operation{"GET", at + "/shops/{shop}", token.ReadShops, "operator-get-shop", "One shop", tag}, a.anyShop)
	add(a, operation{"POST", at + "/shops/{shop}/move", token.WriteShops, "operator-move-shop", "Approve a shop, send it back, pause, resume or close it", tag}, a.moveShop)
	add(a, operation{"GET", at + "/orders", token.ReadAllOrders, "operator-list-orders", "Orders of all shops, newest first", tag}, a.allOrders)
	add(a, operation{"GET", at + "/orders/{order}", token.ReadAllOrders, "operator-get-order", "One order of any shop", tag}, a.anyOrder)
	add(a, operation{"GET", at + "/claims", token.ReadClaims, "operator-list-claims", "Claims of all shops, 50 a page", tag}, a.allClaims)
	add(a, operation{"GET", at + "/claims/{shop}/{claim}", token.ReadClaims, "operator-get-claim", "One claim with its history", tag}, a.anyClaim)
	add(a, operation{"GET", at + "/payouts", token.ReadAllMoney, "operator-list-payouts", "Payouts to all shops with their days, newest first", tag}, a.allPayouts)
	add(a, operation{"GET", at + "/ledger", token.ReadAllMoney, "operator-get-ledger", "The trial balance: each currency sums to zero", tag}, a.trial)
	add(a, operation{"GET", at + "/shops/{shop}/statement", token.ReadAllMoney, "operator-list-statement", "The statement of a shop, oldest first", tag}, a.shopLines)
	add(a, operation{"GET", at + "/settings", token.ReadSettings, "operator-list-settings", "The settings of the node, without secrets", tag}, a.settings)
	add(a, operation{"GET", at + "/rates", token.ReadSettings, "operator-list-rates", "The exchange rates of today", tag}, a.rates)
}

// number reads an id of a path; what is none is a NotFound fault of that key.
func number[T ~int64](text, key string) (T, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New(fault.NotFound, key)
	}
	return T(n), nil
}

// shopFilter reads the id of a shop that may be left out.
func shopFilter(text string) (catalog.ShopID, error) {
	if text == "" {
		return db.House, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.Field("of", "fault.no_shop")
	}
	return catalog.ShopID(n), nil
}

func (a *API) allShops(ctx context.Context, _ *call, in *shopsAsked) (*shopsTold, error) {
	page, err := a.o.Catalog.Shops(ctx, catalog.ShopStatus(in.Status), in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &shopsTold{Page[Shop]{Items: make([]Shop, len(page.Items)), Next: page.Next}}
	for i, s := range page.Items {
		out.Body.Items[i] = shopOf(s, nil)
	}
	return out, nil
}

func (a *API) anyShop(ctx context.Context, c *call, in *shopAsked) (*shopTold, error) {
	n, err := number[catalog.ShopID](in.Shop, "fault.no_shop")
	if err != nil {
		return nil, err
	}
	s, err := a.o.Catalog.ShopByID(ctx, n)
	return &shopTold{shopOf(s, s.Moves(c.by))}, err
}

func (a *API) moveShop(ctx context.Context, c *call, in *shopMoved) (*shopTold, error) {
	n, err := number[catalog.ShopID](in.Shop, "fault.no_shop")
	if err != nil {
		return nil, err
	}
	if err := a.o.Catalog.MoveShop(ctx, c.by, n, catalog.ShopMove(in.Body.Move), in.Body.Why); err != nil {
		return nil, err
	}
	return a.anyShop(ctx, c, &shopAsked{in.Shop})
}

func (a *API) allOrders(ctx context.Context, c *call, in *allOrdersAsked) (*allOrdersTold, error) {
	shop, err := shopFilter(in.Of)
	if err != nil {
		return nil, err
	}
	list, next, err := a.ordersOf(ctx, c, market.OrderFilter{Shop: shop, Late: in.Late, Limit: in.Limit}, in.State, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &allOrdersTold{Page[OrderOfShop]{Items: make([]OrderOfShop, len(list)), Next: next}}
	for i, o := range list {
		out.Body.Items[i] = OrderOfShop{id(o.Shop), orderOf(o)}
	}
	return out, nil
}

func (a *API) anyOrder(ctx context.Context, c *call, in *anyOrderAsked) (*anyOrderTold, error) {
	n, err := number[market.OrderID](in.Order, "fault.order_unknown")
	if err != nil {
		return nil, err
	}
	o, g, err := a.o.Market.Order(ctx, c.by, n)
	return &anyOrderTold{OrderOfShop{id(o.Shop), wholeOrder(o, g)}}, err
}

func (a *API) allClaims(ctx context.Context, c *call, in *claimsAsked) (*claimsTold, error) {
	shop, err := shopFilter(in.Of)
	if err != nil {
		return nil, err
	}
	after, err := claimBehind(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Claims.Claims(ctx, c.by, claim.Filter{Shop: shop, Ended: in.Ended, After: after})
	if err != nil {
		return nil, err
	}
	out := &claimsTold{Page[Claim]{Items: make([]Claim, len(list))}}
	for i, cl := range list {
		out.Body.Items[i] = claimOf(cl)
	}
	if len(list) == claim.PageSize {
		last := list[len(list)-1]
		out.Body.Next = id(last.ID) + "." + strconv.FormatInt(db.Micro(last.Deadline), 10)
	}
	return out, nil
}

func (a *API) anyClaim(ctx context.Context, c *call, in *claimAsked) (*claimTold, error) {
	shop, err := number[catalog.ShopID](in.Shop, "fault.no_shop")
	if err != nil {
		return nil, err
	}
	n, err := number[claim.ID](in.Claim, "fault.not_found")
	if err != nil {
		return nil, err
	}
	cl, err := a.o.Claims.Claim(ctx, c.by, claim.Bench, shop, n)
	return &claimTold{wholeClaim(cl)}, err
}

// claimBehind reads the cursor of a list of claims.
func claimBehind(cursor string) (c claim.Claim, err error) {
	if cursor == "" {
		return c, nil
	}
	first, second, _ := strings.Cut(cursor, ".")
	n, err := strconv.ParseInt(first, 10, 64)
	micro, bad := strconv.ParseInt(second, 10, 64)
	if err != nil || bad != nil || n <= 0 {
		return c, fault.Field("cursor", "fault.cursor")
	}
	c.ID, c.Deadline = claim.ID(n), db.Time(micro)
	return c, nil
}
