package api

import (
	"context"
	"slices"
	"strconv"
	"time"

	"agora/goods"
	"agora/money"
	"agora/relief"
)

// Consignment is goods that travel together to one place, in numbered packages.
type Consignment struct {
	ID           string     `json:"id"`
	Number       string     `json:"number" doc:"As its papers have it"`
	State        string     `json:"state" enum:"packed,moving,counting,counted,received"`
	From         string     `json:"from,omitempty" doc:"Who gives it, as the public may read; left out for who is not named"`
	PackedAt     string     `json:"packed_at" doc:"The place where it was packed"`
	Packed       time.Time  `json:"packed"`
	Facility     string     `json:"facility" doc:"Id of the place to which it goes"`
	FacilityName string     `json:"facility_name,omitempty" doc:"Where one consignment is read"`
	Packages     int64      `json:"packages" doc:"Numbered from 1"`
	Came         int64      `json:"came" doc:"Packages that were seen where they were to arrive"`
	Tally        Tally      `json:"tally"`
	HandOvers    []HandOver `json:"hand_overs,omitempty" doc:"In order, where one consignment is read"`
	Shortfall    *Shortfall `json:"shortfall,omitempty" doc:"Where one consignment is read, of which something was missing when it was counted"`
}

// Tally is how many packages are in which state. They add up to all.
type Tally struct {
	Sealed  int64 `json:"sealed" doc:"On their way"`
	Arrived int64 `json:"arrived"`
	Missing int64 `json:"missing" doc:"Not seen when the count was closed, and not since"`
	Stored  int64 `json:"stored" doc:"Their contents are in stock"`
	Lost    int64 `json:"lost" doc:"Given up"`
}

// HandOver says that somebody took packages over. Who signed is not told.
type HandOver struct {
	Custodian string    `json:"custodian" doc:"For whom they were taken over"`
	Place     string    `json:"place"`
	At        time.Time `json:"at"`
	Packages  int64     `json:"packages,omitempty" doc:"How many; all when left out"`
}

// Shortfall is what a count found missing, and what of it is missing still.
type Shortfall struct {
	Found    int64     `json:"found" doc:"Packages that were missing when the count was closed"`
	Missing  int64     `json:"missing" doc:"Packages that are missing now"`
	Value    *Money    `json:"value,omitempty" doc:"Of those that are missing now and have a stated value: with unvalued above 0 it is at least that. Left out where none is stated"`
	Unvalued int64     `json:"unvalued,omitempty" doc:"Missing packages whose value nobody stated"`
	Settled  bool      `json:"settled" doc:"None is missing any more"`
	Due      time.Time `json:"due" doc:"Until when who expected them has to answer"`
	Strange  []int64   `json:"strange,omitempty" doc:"Numbers that were scanned and are not on the list"`
}

// MissingPackage is a package that did not arrive.
type MissingPackage struct {
	Number   int64     `json:"number"`
	Value    *Money    `json:"value,omitempty" doc:"Left out where nobody stated it"`
	Contents []Content `json:"contents"`
	Last     *HandOver `json:"last,omitempty" doc:"Who took it over last; nothing where nobody signed for it"`
}

// Content is what is in a package.
type Content struct {
	ReliefItem
	Units   int64  `json:"units"`
	Batch   string `json:"batch,omitempty"`
	Expires string `json:"expires,omitempty" format:"date"`
	Origin  string `json:"origin,omitempty" doc:"Country in which it was made, ISO 3166-1; absent where nobody said" example:"CN"`
}

// OfConsignment names the consignment that is read.
type OfConsignment struct {
	InCrisis
	Consignment string `path:"consignment" maxLength:"19" doc:"Id of the consignment"`
}

type missingAsked struct {
	OfConsignment
	Listed
}

type (
	consignmentsTold struct{ Body Page[Consignment] }
	consignmentTold  struct{ Body Consignment }
	missingTold      struct{ Body Page[MissingPackage] }
)

func (a *API) addConsignments() {
	open(a, "/crises/{crisis}/consignments", "list-consignments", "The consignments of a crisis, newest first, with how many of their packages came", a.consignments)
	open(a, "/crises/{crisis}/consignments/{consignment}", "get-consignment", "One consignment, with its way", a.consignment)
	open(a, "/crises/{crisis}/consignments/{consignment}/missing", "list-missing", "The packages of a consignment that are missing, by number: contents, value and last custodian", a.missing)
}

func (a *API) consignments(ctx context.Context, in *ListedIn) (*consignmentsTold, error) {
	n, last, err := in.in()
	if err != nil {
		return nil, err
	}
	list, tallies, err := a.o.Relief.ConsignmentsOf(ctx, n, relief.ConsignmentID(last), in.Limit+1)
	if err != nil {
		return nil, err
	}
	return &consignmentsTold{paged(list, in.Limit, func(c relief.Consignment) string { return id(c.ID) }, func(c relief.Consignment) Consignment {
		return consignmentOf(c, tallies[c.ID])
	})}, nil
}

// journey reads a consignment with its way.
func (a *API) journey(ctx context.Context, in OfConsignment) (j relief.Journey, err error) {
	crisis, err := reliefID[relief.CrisisID](in.Crisis)
	if err != nil {
		return j, err
	}
	n, err := reliefID[relief.ConsignmentID](in.Consignment)
	if err != nil {
		return j, err
	}
	return a.o.Relief.Journey(ctx, crisis, n)
}

func (a *API) consignment(ctx context.Context, in *OfConsignment) (*consignmentTold, error) {
	j, err := a.journey(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := consignmentOf(j.Consignment, j.Tally)
	out.Shortfall = shortfallOf(j)
	if j.Facility.State != relief.Refused {
		out.FacilityName = j.Facility.Name
	}
	for _, c := range j.HandOvers {
		out.HandOvers = append(out.HandOvers, *handOverOf(c))
	}
	return &consignmentTold{out}, nil
}

func (a *API) missing(ctx context.Context, in *missingAsked) (*missingTold, error) {
	last, err := before(in.Cursor)
	if err != nil {
		return nil, err
	}
	j, err := a.journey(ctx, in.OfConsignment)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Relief.Items(ctx, j.Crisis)
	if err != nil {
		return nil, err
	}
	items := itemsOf(list)
	lacks := slices.DeleteFunc(j.Gap.Packages, func(l relief.Lack) bool { return l.Number <= last })
	return &missingTold{paged(lacks, in.Limit, func(l relief.Lack) string { return strconv.FormatInt(l.Number, 10) }, func(l relief.Lack) MissingPackage {
		return missingOf(l, items, j.Currency)
	})}, nil
}

// consignmentOf writes what everybody may read of a consignment.
func consignmentOf(c relief.Consignment, t relief.Tally) Consignment {
	return Consignment{ID: id(c.ID), Number: c.Number, State: string(c.State), From: c.From, PackedAt: c.Whence(), Packed: c.At().UTC(), Facility: id(c.To), Packages: c.Packages,
		Came: t.Came(), Tally: Tally{Sealed: t[relief.Sealed], Arrived: t[relief.Arrived], Missing: t[relief.Absent], Stored: t[relief.Stored], Lost: t[relief.Wasted]}}
}

// handOverOf writes a hand-over without the person who signed; nil for none.
func handOverOf(c relief.Custody) *HandOver {
	if c.ID == 0 {
		return nil
	}
	return &HandOver{Custodian: c.Custodian, Place: c.Place, At: c.At.UTC(), Packages: int64(len(c.Numbers))}
}

// shortfallOf writes what is missing of a consignment; nil where nothing ever was.
func shortfallOf(j relief.Journey) *Shortfall {
	g := j.Gap
	if g.ID == 0 {
		return nil
	}
	w := g.Worth()
	return &Shortfall{Found: int64(len(g.Numbers)), Missing: int64(len(g.Packages)), Value: stated(w, j.Currency), Unvalued: w.Unvalued, Settled: g.Settled, Due: g.Due.UTC(), Strange: g.Strange}
}

// stated is what packages are worth as far as that is known; nil where no value is stated.
func stated(w relief.Worth, c money.Currency) *Money {
	if w.Sum == 0 && w.Unvalued > 0 {
		return nil
	}
	m := moneyOf(money.Of(w.Sum, c))
	return &m
}

func missingOf(l relief.Lack, items map[goods.ItemID]relief.Item, c money.Currency) MissingPackage {
	var w relief.Worth
	w.Add(l.Package)
	out := MissingPackage{Number: l.Number, Value: stated(w, c), Contents: make([]Content, len(l.Contents)), Last: handOverOf(l.Last)}
	for i, s := range l.Contents {
		out.Contents[i] = Content{itemOf(items[s.Lot.Item]), s.Units, s.Lot.Batch, day(s.Lot.Expires.Time()), string(s.Lot.Origin)}
	}
	return out
}
