package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/token"
	"agora/web"
)

// InCrisis names the crisis that is read.
type InCrisis struct {
	Crisis string `path:"crisis" maxLength:"19" doc:"Id of the crisis"`
}

// Listed is which part of a list is read.
type Listed struct {
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

// ListedIn is which part of a list of a crisis is read.
type ListedIn struct {
	InCrisis
	Listed
}

type (
	crisesAsked struct {
		Listed
		State string `query:"state" enum:"open,closed" doc:"Only those in it"`
	}
	facilityAsked struct {
		InCrisis
		Facility string `path:"facility" maxLength:"19" doc:"Id of the facility"`
	}
	crisisTold     struct{ Body Crisis }
	crisesTold     struct{ Body Page[Crisis] }
	totalsTold     struct{ Body Page[Total] }
	facilityTold   struct{ Body Facility }
	facilitiesTold struct{ Body Page[Facility] }
	needsTold      struct{ Body Page[Need] }
)

func (a *API) addRelief() {
	open(a, "/crises", "list-crises", "The crises of the node, newest first", a.crises)
	open(a, "/crises/{crisis}", "get-crisis", "One crisis, with its figures by item", a.crisis)
	open(a, "/crises/{crisis}/totals", "list-totals", "The figures of a crisis by facility and item: the rows of its file totals.csv", a.totals)
	open(a, "/crises/{crisis}/facilities", "list-facilities", "The places of a crisis by when they came, with their figures", a.facilities)
	open(a, "/crises/{crisis}/facilities/{facility}", "get-facility", "One place, with its figures by item", a.facility)
	open(a, "/crises/{crisis}/needs", "list-needs", "The open needs of a crisis, oldest first", a.needs)
	a.addConsignments()
}

// open registers an operation for everybody. It reads what a public page shows, and so
// pages of others may ask it.
func open[In, Out any](a *API, path, name, does string, do func(context.Context, *In) (*Out, error)) {
	huma.Register(a.huma, huma.Operation{DefaultStatus: http.StatusOK, Method: http.MethodGet, Path: path, OperationID: name, Summary: does, Tags: []string{"Relief"},
		Metadata: map[string]any{scopeKey: token.Scope("")}, Description: "For everybody, without a token, at the pace of an address: 120 times at once, then 10 times a second.", Middlewares: huma.Middlewares{a.anywhere}}, do)
	item := a.huma.OpenAPI().Paths[path]
	item.Get.Responses[strconv.Itoa(http.StatusTooManyRequests)] = tooMany(item.Get.Responses["default"])
	a.routes = append(a.routes, web.Route{Method: http.MethodGet, Pattern: Root + path, Access: web.Anyone})
}

// tooMany describes the problem of who asks too fast.
func tooMany(problem *huma.Response) *huma.Response {
	return &huma.Response{Description: http.StatusText(http.StatusTooManyRequests), Content: problem.Content,
		Headers: map[string]*huma.Header{"Retry-After": {Description: "In how many seconds it is worth asking again", Schema: &huma.Schema{Type: huma.TypeInteger}}}}
}

// anywhere lets pages of other sites read an answer, which is the same for everybody, at
// the pace of the address that asks.
func (a *API) anywhere(ctx huma.Context, next func(huma.Context)) {
	ctx.SetHeader("Access-Control-Allow-Origin", "*")
	ctx.SetHeader("Access-Control-Expose-Headers", "Retry-After")
	r, _ := humago.Unwrap(ctx)
	if err := a.paced(a.open, a.o.Client(r), ctx.SetHeader); err != nil {
		_ = huma.WriteErr(a.huma, ctx, http.StatusInternalServerError, "", err) // the reader may be gone
		return
	}
	next(ctx)
}

// reliefID reads the id of a thing of relief.
func reliefID[T ~int64](text string) (T, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New(fault.NotFound, "fault.relief_unknown")
	}
	return T(n), nil
}

// in reads where a list of a crisis goes on.
func (l ListedIn) in() (crisis relief.CrisisID, last int64, err error) {
	if crisis, err = reliefID[relief.CrisisID](l.Crisis); err == nil {
		last, err = before(l.Cursor)
	}
	return crisis, last, err
}

// paged writes a page of a list that may be longer; key says what the next one begins
// after.
func paged[T, Out any](list []T, limit int, key func(T) string, write func(T) Out) Page[Out] {
	p := Page[Out]{Items: make([]Out, min(len(list), limit))}
	for i := range p.Items {
		p.Items[i] = write(list[i])
	}
	if len(list) > limit {
		p.Next = key(list[limit-1])
	}
	return p
}

func (a *API) crises(ctx context.Context, in *crisesAsked) (*crisesTold, error) {
	last, err := before(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Relief.CrisesIn(ctx, relief.CrisisState(in.State), relief.CrisisID(last), in.Limit+1)
	return &crisesTold{paged(list, in.Limit, func(c relief.Crisis) string { return id(c.ID) }, crisisOf)}, err
}

func (a *API) crisis(ctx context.Context, in *InCrisis) (*crisisTold, error) {
	n, err := reliefID[relief.CrisisID](in.Crisis)
	if err != nil {
		return nil, err
	}
	o, err := a.o.Relief.Overview(ctx, n, 0)
	if err != nil {
		return nil, err
	}
	out := crisisOf(o.Crisis)
	out.Counted, out.Items = at(a.o.Clock()), itemTotalsOf(o)
	return &crisisTold{out}, nil
}

func (a *API) totals(ctx context.Context, in *ListedIn) (*totalsTold, error) {
	n, err := reliefID[relief.CrisisID](in.Crisis)
	if err != nil {
		return nil, err
	}
	last, err := totalAt(in.Cursor)
	if err != nil {
		return nil, err
	}
	o, err := a.o.Relief.Overview(ctx, n, 0)
	if err != nil {
		return nil, err
	}
	places, items := placesOf(o.Facilities), itemsOf(o.Items)
	list := slices.DeleteFunc(o.Totals, func(t relief.Total) bool { return items[t.Item].ID == 0 || byPlace(t, last) <= 0 })
	slices.SortFunc(list, byPlace)
	return &totalsTold{paged(list, in.Limit, totalKey, func(t relief.Total) Total {
		return Total{ID: totalKey(t), Facility: id(t.Facility), FacilityName: places[t.Facility].Name, ReliefItem: itemOf(items[t.Item]), Figures: figuresOf(t)}
	})}, nil
}

// byPlace orders totals by when their facilities came, and then their items.
func byPlace(a, b relief.Total) int {
	return cmp.Or(cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.Item, b.Item))
}

// totalKey names a total as its row of the file does.
func totalKey(t relief.Total) string { return id(t.Facility) + "-" + id(t.Item) }

// totalAt reads a cursor that names a total; nothing is before the first.
func totalAt(cursor string) (t relief.Total, err error) {
	if cursor == "" {
		return t, nil
	}
	facility, item, _ := strings.Cut(cursor, "-")
	at, err := before(cmp.Or(facility, "-"))
	if err != nil {
		return t, err
	}
	what, err := before(cmp.Or(item, "-"))
	return relief.Total{Facility: relief.FacilityID(at), Item: goods.ItemID(what)}, err
}

func (a *API) facilities(ctx context.Context, in *ListedIn) (*facilitiesTold, error) {
	n, last, err := in.in()
	if err != nil {
		return nil, err
	}
	o, err := a.o.Relief.Overview(ctx, n, 0)
	if err != nil {
		return nil, err
	}
	sums := map[relief.FacilityID]relief.PlaceTotal{}
	for _, t := range o.ByFacility() {
		sums[t.Facility] = t
	}
	list := slices.DeleteFunc(o.Facilities, func(f relief.Facility) bool { return int64(f.ID) <= last })
	return &facilitiesTold{paged(list, in.Limit, func(f relief.Facility) string { return id(f.ID) }, func(f relief.Facility) Facility {
		return facilityOf(f, sums[f.ID])
	})}, nil
}

func (a *API) facility(ctx context.Context, in *facilityAsked) (*facilityTold, error) {
	crisis, err := reliefID[relief.CrisisID](in.Crisis)
	if err != nil {
		return nil, err
	}
	n, err := reliefID[relief.FacilityID](in.Facility)
	if err != nil {
		return nil, err
	}
	of, err := a.o.Relief.At(ctx, crisis, n)
	if err != nil {
		return nil, err
	}
	return &facilityTold{wholeFacility(of, a.o.Clock())}, nil
}

func (a *API) needs(ctx context.Context, in *ListedIn) (*needsTold, error) {
	n, last, err := in.in()
	if err != nil {
		return nil, err
	}
	list, err := a.o.Relief.OpenNeeds(ctx, n, relief.NeedID(last), in.Limit+1)
	if err != nil {
		return nil, err
	}
	now := a.o.Clock()
	return &needsTold{paged(list, in.Limit, func(n relief.Asking) string { return id(n.Need.ID) }, func(n relief.Asking) Need { return needOf(n, now) })}, nil
}
