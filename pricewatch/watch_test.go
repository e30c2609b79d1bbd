package pricewatch_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/digital"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/money"
	"agora/once"
	. "agora/pricewatch"
)

var operator = identity.Actor{Person: 7, Roles: []identity.Role{identity.Operator}}

const flood CrisisID = 11

// bazaar is a market with a shop in Tajikistan that sells masks.
type bazaar struct {
	*testing.T
	*Service
	catalog *catalog.Service
	db      *db.DB
	shop    catalog.Shop
	owner   identity.Actor
	today   time.Time
}

// bazaars runs a test on every engine, with a clock that it moves.
func bazaars(t *testing.T, do func(b *bazaar, clock *time.Time)) {
	t.Helper()
	start := time.Now().UTC().Truncate(time.Second)
	clock := start
	dbtest.EachAt(t, func() time.Time { return clock }, schemas(), func(t *testing.T, d *db.DB) {
		clock = start
		do(newBazaar(t, d, start), &clock)
	})
}

func schemas() []db.Schema {
	return []db.Schema{event.Schema, identity.Schema, audit.Schema, digital.Schema, once.Schema, landed.Schema, catalog.Schema, Schema}
}

func newBazaar(t *testing.T, d *db.DB, start time.Time) *bazaar {
	t.Helper()
	blobs, err := blob.Open(t.TempDir())
	b := &bazaar{T: t, db: d, today: start.Truncate(24 * time.Hour)}
	b.must(err)
	papers, err := blob.Open(t.TempDir())
	b.must(err)
	rates := landed.New(d)
	b.catalog = catalog.New(d, blobs)
	b.Service = New(d, b.catalog, rates, papers)
	b.catalog.Watches(func(ctx context.Context, from, to int64) { b.must(b.Saved(ctx, from, to)) })
	b.must(rates.SaveRates(t.Context(), []money.Rate{{From: "USD", To: "TJS", Value: 10 * money.RateScale, Day: b.today, Source: "bank"}}))
	b.must(b.catalog.SaveCategories(t.Context(), operator, []catalog.Category{{Key: "care", Names: catalog.Texts{"en": "Care"}}, {Key: "masks", Parent: "care", Names: catalog.Texts{"en": "Masks"}}}))
	b.must(b.catalog.SaveTrait(t.Context(), operator, catalog.Trait{Key: "pack", Names: catalog.Texts{"en": "In a pack"}, Kind: catalog.TraitNumber, Categories: []string{"masks"}}))
	b.shop, b.owner = b.open("neel", "TJ", "TJS")
	return b
}

func (b *bazaar) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bazaar) open(handle string, at country.Code, c money.Currency) (catalog.Shop, identity.Actor) {
	b.Helper()
	person, err := identity.New(b.db, identity.Options{}).SignUp(b.Context(), identity.NewPerson{Name: "Aigul", Login: handle + "@example.test", Password: "long enough words", Country: at, Lang: "ru"})
	b.must(err)
	owner := identity.Actor{Person: person.ID}
	id, err := b.catalog.OpenShop(b.Context(), owner, catalog.NewShop{Handle: handle, Name: "Shop " + handle, Country: at, City: "Kulob", Currency: c,
		Languages: []string{"ru"}, Payout: "TJ-1", Tagline: catalog.Texts{"ru": "Всё"}, HandlingDays: 2, ReturnDays: 14})
	b.must(err)
	owner.Shops = map[db.ShopID]identity.Role{id: identity.ShopOwner}
	for _, m := range []catalog.ShopMove{catalog.ShopSubmit, catalog.ShopApprove} {
		b.must(b.catalog.MoveShop(b.Context(), operator, id, m, ""))
	}
	shop, err := b.catalog.ShopByID(b.Context(), id)
	b.must(err)
	return shop, owner
}

// masks is a draft of masks at a price.
func masks(price int64, c money.Currency) catalog.Draft {
	return catalog.Draft{Handle: "masks", Status: catalog.ProductActive, HS: "6307909800", Origin: "CN", Title: catalog.Texts{"en": "Masks", "ru": "Маски"},
		Variants: []catalog.VariantDraft{{SKU: "m", Price: money.Of(price, c), Grams: 500, OnHand: 9}}}
}

func (b *bazaar) save(d catalog.Draft) catalog.ProductID {
	b.Helper()
	id, err := b.catalog.SaveProduct(b.Context(), b.owner, b.shop.ID, d)
	b.must(err)
	return id
}

// status gives how a product stands.
func (b *bazaar) status(id catalog.ProductID) catalog.ProductStatus {
	b.Helper()
	p, err := b.catalog.ProductByID(b.Context(), identity.Actor{Roles: operator.Roles}, b.shop.ID, id)
	b.must(err)
	return p.Status
}

// is wants a product in a status, and its hold in a state.
func (b *bazaar) is(what string, id catalog.ProductID, status catalog.ProductStatus, state HoldState) Hold {
	b.Helper()
	h, err := b.HoldOf(b.Context(), operator, b.shop.ID, id)
	if state == "" {
		if !fault.Is(err, fault.NotFound) {
			b.Errorf("%s: a hold %+v %v", what, h, err)
		}
	} else if b.must(err); h.State != state {
		b.Errorf("%s: the hold is %s, want %s", what, h.State, state)
	}
	if got := b.status(id); got != status {
		b.Errorf("%s: the product is %s, want %s", what, got, status)
	}
	return h
}

// rule sets 4.00 for a mask, and 25 percent more for ten days.
func (b *bazaar) rule() (Baseline, Cap) {
	b.Helper()
	base, err := b.Base(b.Context(), operator, Entry{Country: "TJ", HS: "6307.90", Unit: "piece", Amount: money.Of(400, "TJS"), Source: "Ministry of trade", Day: b.today})
	b.must(err)
	return base, b.cap(0)
}

func (b *bazaar) cap(thing BaselineID) Cap {
	b.Helper()
	c, err := b.Cap(b.Context(), operator, Cap{Crisis: flood, Begins: b.today, Ends: b.today.AddDate(0, 0, 10), Terms: Terms{Baseline: thing, Countries: []country.Code{"TJ"}, Over: 25}})
	b.must(err)
	return c
}

// TestAPriceAboveItsCapIsHeld follows a listing: at its cap it is sold, a tiyin above it
// is held whatever its seller saves, and it is released as soon as she lowers it.
func TestAPriceAboveItsCapIsHeld(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		id := b.save(masks(900, "TJS"))
		b.is("without a rule", id, catalog.ProductActive, "")
		b.rule()
		h := b.is("when the cap begins", id, catalog.ProductHeld, Held)
		e := h.Evidence
		if e.Base.Source != "Ministry of trade" || e.Unit() != money.Of(500, "TJS") || len(e.Lines) != 1 || e.Lines[0].Price.Minor != 900 || e.Lines[0].Most.Minor != 500 {
			b.Errorf("the evidence: %+v", e)
		}
		id = b.save(masks(501, "TJS"))
		if h := b.is("a tiyin above", id, catalog.ProductHeld, Held); len(h.Steps) != 2 || h.Evidence.Lines[0].Price.Minor != 501 {
			b.Errorf("%+v", h.Story)
		}
		id = b.save(masks(500, "TJS"))
		b.is("at the cap", id, catalog.ProductActive, Released)
		id = b.save(masks(501, "TJS"))
		b.is("raised again", id, catalog.ProductHeld, Held)
		hidden := masks(501, "TJS")
		hidden.Status = catalog.ProductDraft
		id = b.save(hidden)
		b.is("hidden by its seller", id, catalog.ProductDraft, Released)
		id = b.save(masks(501, "TJS"))
		b.is("shown again", id, catalog.ProductHeld, Held)
		lines, err := b.catalog.Variants(b.Context(), b.variants(id))
		b.must(err)
		if lines[0].Buyable() {
			b.Error("who had it in a cart can buy it")
		}
		b.must(b.db.Write(b.Context(), func(tx *db.Tx) error {
			prices, err := catalog.Prices(tx, []catalog.Demand{{Variant: lines[0].Variant.ID, Quantity: 1}})
			if len(prices) != 0 {
				b.Errorf("it has a price at the placement: %v", prices)
			}
			return err
		}))
	})
}

func (b *bazaar) variants(id catalog.ProductID) (list []catalog.VariantID) {
	b.Helper()
	p, err := b.catalog.ProductByID(b.Context(), operator, b.shop.ID, id)
	b.must(err)
	for _, v := range p.Variants {
		list = append(list, v.ID)
	}
	return list
}

// TestACapHasItsDaysAndCountries ends one by its day, and by its crisis; begins one by its
// day; and leaves other countries and other goods alone.
func TestACapHasItsDaysAndCountries(t *testing.T) {
	bazaars(t, func(b *bazaar, clock *time.Time) {
		id := b.save(masks(900, "TJS"))
		soap := masks(900, "TJS")
		soap.Handle, soap.HS, soap.Variants[0].SKU = "soap", "340111", "s"
		other := b.save(soap)
		away := b.shop
		b.shop, b.owner = b.open("osh", "KG", "KGS")
		abroad := b.save(masks(99_900, "KGS"))
		b.rule()
		b.is("abroad", abroad, catalog.ProductActive, "")
		_, err := b.Cap(b.Context(), operator, Cap{Crisis: flood, Begins: b.today, Ends: b.today.AddDate(0, 0, 1), Terms: Terms{Countries: []country.Code{"KG"}}})
		b.must(err)
		b.is("abroad, under a cap without a price", abroad, catalog.ProductActive, "")
		b.shop = away
		b.is("other goods", other, catalog.ProductActive, "")
		b.is("masks", id, catalog.ProductHeld, Held)
		*clock = b.today.AddDate(0, 0, 10).Add(-time.Second)
		b.must(b.Look(b.Context()))
		b.is("on its last day", id, catalog.ProductHeld, Held)
		*clock = b.today.AddDate(0, 0, 10)
		b.must(b.Look(b.Context()))
		h := b.is("after its last day", id, catalog.ProductActive, Released)
		if last := h.Steps[len(h.Steps)-1]; last.Did != StepEnded {
			b.Errorf("%+v", last)
		}
		later := b.today.AddDate(0, 0, 12)
		_, err = b.Cap(b.Context(), operator, Cap{Crisis: flood, Begins: later, Ends: later.AddDate(0, 0, 5), Terms: Terms{Countries: []country.Code{"TJ"}, Over: 25}})
		b.must(err)
		b.is("before it begins", id, catalog.ProductActive, Released)
		*clock = later
		b.must(b.Look(b.Context()))
		b.is("when it begins", id, catalog.ProductHeld, Held)
		b.must(b.End(b.Context(), identity.System(), flood+1, 0))
		b.is("when another crisis is closed", id, catalog.ProductHeld, Held)
		b.must(b.End(b.Context(), identity.System(), flood, 0))
		b.is("when the crisis is closed", id, catalog.ProductActive, Released)
	})
}

// TestAnAppealIsDecidedWithAReason refuses one, allows one, and holds again what is raised
// beyond what was allowed.
func TestAnAppealIsDecidedWithAReason(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		b.rule()
		id := b.save(masks(700, "TJS"))
		h := b.is("at first", id, catalog.ProductHeld, Held)
		if err := b.Appeal(b.Context(), identity.Actor{Person: 99}, b.shop.ID, h.ID, "x", nil); !fault.Is(err, fault.Forbidden) {
			b.Errorf("a stranger appeals: %v", err)
		}
		if err := b.Appeal(b.Context(), b.owner, b.shop.ID, h.ID, " ", nil); !fault.Is(err, fault.Invalid) {
			b.Errorf("without words: %v", err)
		}
		if err := b.Appeal(b.Context(), b.owner, b.shop.ID, h.ID, "x", strings.NewReader("<script>")); !fault.Is(err, fault.Invalid) {
			b.Errorf("a page as a file: %v", err)
		}
		b.must(b.Appeal(b.Context(), b.owner, b.shop.ID, h.ID, "I paid 6.50 myself", strings.NewReader("%PDF-1.7 invoice")))
		b.is("after the appeal", id, catalog.ProductHeld, Appealed)
		file, media, _, err := b.Paper(b.Context(), operator, b.shop.ID, h.ID, 1)
		b.must(err)
		file.Close()
		if media != "application/pdf" {
			b.Error(media)
		}
		for _, by := range []identity.Actor{b.owner, {Person: b.owner.Person, Shops: b.owner.Shops, Roles: operator.Roles}} {
			if err := b.Decide(b.Context(), by, b.shop.ID, h.ID, h.Evidence.At, true, "mine"); !fault.Is(err, fault.Forbidden) {
				b.Errorf("her own shop: %v", err)
			}
		}
		if err := b.Decide(b.Context(), operator, b.shop.ID, h.ID, h.Evidence.At, false, ""); !fault.Is(err, fault.Invalid) {
			b.Errorf("without a reason: %v", err)
		}
		b.must(b.Decide(b.Context(), operator, b.shop.ID, h.ID, h.Evidence.At, false, "The invoice is of another good."))
		b.is("refused", id, catalog.ProductHeld, Refused)
		b.must(b.Appeal(b.Context(), b.owner, b.shop.ID, h.ID, "Here is the right one", nil))
		b.must(b.Decide(b.Context(), operator, b.shop.ID, h.ID, h.Evidence.At, true, "She paid 6.50."))
		b.is("allowed", id, catalog.ProductActive, Allowed)
		if err := b.Decide(b.Context(), operator, b.shop.ID, h.ID, h.Evidence.At, false, "Again"); !fault.Is(err, fault.Conflict) {
			b.Errorf("decided twice: %v", err)
		}
		b.save(masks(690, "TJS"))
		b.is("a little lower", id, catalog.ProductActive, Allowed)
		b.save(masks(701, "TJS"))
		if now := b.is("beyond what was allowed", id, catalog.ProductHeld, Held); now.ID == h.ID {
			b.Error("what was allowed is overwritten")
		}
	})
}

// TestPacksAndOtherMoney judges by what one piece costs, in the money of the shop, and
// holds nothing that it cannot judge.
func TestPacksAndOtherMoney(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		_, err := b.Base(b.Context(), operator, Entry{Country: "TJ", HS: "630790", Count: "pack", Unit: "piece", Amount: money.Of(401, "TJS"), Source: "Ministry", Day: b.today})
		b.must(err)
		b.cap(0)
		pack := masks(50*502, "TJS") // 401 and a quarter more is 501.25, which is said as 502
		pack.Category = "masks"
		pack.Traits = []catalog.TraitValue{{Trait: "pack", Number: 50_000}}
		id := b.save(pack)
		b.is("fifty at the cap", id, catalog.ProductActive, "")
		pack.Variants[0].Price.Minor++
		b.save(pack)
		b.is("a tiyin more", id, catalog.ProductHeld, Held)
		pack.Traits = []catalog.TraitValue{}
		b.save(pack)
		if h := b.is("of nobody knows how many", id, catalog.ProductHeld, Held); h.Evidence.Lines[0].Most.Minor != 502 {
			b.Errorf("%+v", h.Evidence.Lines)
		}
		b.shop, b.owner = b.open("dollar", "TJ", "USD")
		cheap := b.save(masks(51, "USD")) // 5.02 somoni are 0.502 dollars
		b.is("in dollars", cheap, catalog.ProductActive, "")
		b.save(masks(52, "USD"))
		if h := b.is("in more dollars", cheap, catalog.ProductHeld, Held); h.Evidence.Rate == "" || h.Evidence.RateDay.IsZero() {
			b.Errorf("the rate is not said: %+v", h.Evidence)
		}
		b.shop, b.owner = b.open("rouble", "TJ", "RUB")
		unknown := b.save(masks(999_999, "RUB"))
		b.is("without a rate", unknown, catalog.ProductActive, "")
	})
}

// TestALaterBaselineTakesThePlace has one of a later day, and a cap of one thing follows it.
func TestALaterBaselineTakesThePlace(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		e := Entry{Country: "TJ", HS: "630790", Unit: "piece", Amount: money.Of(400, "TJS"), Source: "Ministry", Day: b.today.AddDate(0, 0, -7)}
		base, err := b.Base(b.Context(), operator, e)
		b.must(err)
		b.cap(base.Thing)
		id := b.save(masks(600, "TJS"))
		b.is("too dear", id, catalog.ProductHeld, Held)
		e.Amount.Minor, e.Day = 500, b.today
		_, err = b.Base(b.Context(), operator, e)
		b.must(err)
		b.is("the baseline rose", id, catalog.ProductActive, Released)
		list, err := b.Baselines(b.Context(), []country.Code{"TJ"})
		if err != nil || len(list) != 1 || list[0].Amount.Minor != 500 || list[0].Thing != base.ID {
			b.Errorf("%+v %v", list, err)
		}
	})
}

// TestACategoryHoldsWhatIsBelowIt has a rule of a shelf, of all goods by weight.
func TestACategoryHoldsWhatIsBelowIt(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		_, err := b.Base(b.Context(), operator, Entry{Country: "TJ", Category: "care", Unit: "kilogram", Amount: money.Of(1000, "TJS"), Source: "Ministry", Day: b.today})
		b.must(err)
		b.cap(0)
		d := masks(625, "TJS") // half a kilogram at 12.50
		d.Category = "masks"
		id := b.save(d)
		b.is("at the cap", id, catalog.ProductActive, "")
		d.Variants[0].Price.Minor = 626
		b.save(d)
		b.is("above it", id, catalog.ProductHeld, Held)
		d.Category = ""
		b.save(d)
		b.is("on no shelf", id, catalog.ProductActive, Released)
	})
}

// TestAnyHistoryEndsRight saves, raises, appeals and decides at random: what is above its
// cap and was not allowed is never for sale, and what is not above it always is.
func TestAnyHistoryEndsRight(t *testing.T) {
	clock := time.Now().UTC().Truncate(time.Second)
	b := newBazaar(t, dbtest.At(t, func() time.Time { return clock }, schemas()...), clock)
	b.rule()
	rapid.Check(t, func(r *rapid.T) {
		d := masks(500, "TJS")
		d.Variants[0].SKU = ""
		d.Handle = ""
		id := b.save(d)
		p, err := b.catalog.ProductByID(b.Context(), operator, b.shop.ID, id)
		b.must(err)
		price, allowed := int64(500), int64(0)
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			h, _ := b.HoldOf(b.Context(), operator, b.shop.ID, id)
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0, 1:
				price = rapid.Int64Range(1, 1000).Draw(r, "price")
				b.must(b.catalog.ChangeVariants(b.Context(), b.owner, b.shop.ID, 0, []catalog.VariantChange{{Variant: p.Variants[0].ID, Price: money.Of(price, "TJS")}}))
				if allowed > 0 && price > allowed {
					allowed = 0
				}
			case 2:
				_ = b.Appeal(b.Context(), b.owner, b.shop.ID, h.ID, "Look again", nil)
			case 3:
				yes := rapid.Bool().Draw(r, "allow")
				if err := b.Decide(b.Context(), operator, b.shop.ID, h.ID, h.Evidence.At, yes, "Looked"); err == nil && yes {
					allowed = price
				}
			}
			want := catalog.ProductActive
			if price > 500 && price > allowed {
				want = catalog.ProductHeld
			}
			if got := b.status(id); got != want {
				r.Fatalf("at %d with %d allowed it is %s", price, allowed, got)
			}
		}
	})
}

// TestRulesAreChecked refuses what is no rule, and who may not make one.
func TestRulesAreChecked(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		good := Entry{Country: "TJ", HS: "630790", Unit: "piece", Amount: money.Of(400, "TJS"), Source: "Ministry", Day: b.today}
		for name, spoil := range map[string]func(*Entry){"hs": func(e *Entry) { e.HS = "" }, "country": func(e *Entry) { e.Country = "XX" }, "unit": func(e *Entry) { e.Unit = "mile" },
			"amount": func(e *Entry) { e.Amount.Minor = 0 }, "source": func(e *Entry) { e.Source = " " }, "day": func(e *Entry) { e.Day = b.today.AddDate(0, 0, 3) }, "count": func(e *Entry) { e.Count = "no" }, "category": func(e *Entry) { e.Category = "no" }} {
			e := good
			spoil(&e)
			if _, err := b.Base(b.Context(), operator, e); !fault.Is(err, fault.Invalid) || !strings.Contains(fieldsOf(err), name) {
				b.Errorf("%s: %v", name, err)
			}
		}
		if _, err := b.Base(b.Context(), b.owner, good); !fault.Is(err, fault.Forbidden) {
			b.Errorf("a seller sets it: %v", err)
		}
		for name, c := range map[string]Cap{"over": {Terms: Terms{Over: -1, Countries: []country.Code{"TJ"}}, Begins: b.today, Ends: b.today.AddDate(0, 0, 1)}, "to": {Terms: Terms{Countries: []country.Code{"TJ"}}, Begins: b.today, Ends: b.today},
			"countries": {Begins: b.today, Ends: b.today.AddDate(0, 0, 1)}, "baseline": {Terms: Terms{Baseline: 5, Countries: []country.Code{"TJ"}}, Begins: b.today, Ends: b.today.AddDate(0, 0, 1)}} {
			if _, err := b.Cap(b.Context(), operator, c); !fault.Is(err, fault.Invalid) || !strings.Contains(fieldsOf(err), name) {
				b.Errorf("%s: %v", name, err)
			}
		}
	})
}

func fieldsOf(err error) string {
	var names []string
	for _, f := range fault.List(err) {
		names = append(names, f.Field)
	}
	return strings.Join(names, " ")
}

// TestADecisionIsAboutWhatWasRead has the price raised between the operator's look and her
// decision.
func TestADecisionIsAboutWhatWasRead(t *testing.T) {
	bazaars(t, func(b *bazaar, clock *time.Time) {
		b.rule()
		id := b.save(masks(650, "TJS"))
		read := b.is("at first", id, catalog.ProductHeld, Held)
		*clock = clock.Add(time.Minute)
		b.save(masks(65_000, "TJS"))
		if err := b.Decide(b.Context(), operator, b.shop.ID, read.ID, read.Evidence.At, true, "6.50 is fair"); !fault.HasKey(err, "fault.event_changed") {
			b.Errorf("what nobody read is allowed: %v", err)
		}
		now := b.is("raised meanwhile", id, catalog.ProductHeld, Held)
		b.must(b.Decide(b.Context(), operator, b.shop.ID, now.ID, now.Evidence.At, true, "I saw it"))
		b.is("read again", id, catalog.ProductActive, Allowed)
	})
}

// TestCapsThatAreOverLeaveRoom fills a crisis with caps that are over.
func TestCapsThatAreOverLeaveRoom(t *testing.T) {
	bazaars(t, func(b *bazaar, clock *time.Time) {
		b.must(b.db.Write(b.Context(), func(tx *db.Tx) error {
			var args []any
			for range 200 {
				args = append(args, int64(flood), tx.ID(), db.Micro(b.today), db.Micro(b.today.AddDate(0, 0, 1)), `{"countries":["TJ"],"over":10}`)
			}
			_, err := tx.Exec("INSERT INTO price_caps (crisis_id, cap_id, begins, ends, doc) VALUES "+db.Places(200, 5), args...)
			return err
		}))
		one := Cap{Crisis: flood, Begins: b.today, Ends: b.today.AddDate(0, 0, 10), Terms: Terms{Countries: []country.Code{"TJ"}, Over: 25}}
		if _, err := b.Cap(b.Context(), operator, one); !fault.HasKey(err, "fault.at_most") {
			b.Errorf("one more than the bound: %v", err)
		}
		*clock = b.today.AddDate(0, 0, 1)
		_, err := b.Cap(b.Context(), operator, one)
		b.must(err)
	})
}
