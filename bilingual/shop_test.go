package bilingual

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

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
	"agora/money"
	"agora/once"
	"agora/translate"
)

// bench is a shop with products to translate, and a machine that does.
type bench struct {
	*testing.T
	*Service
	db      *db.DB
	catalog *catalog.Service
	shop    catalog.Shop
	seller  identity.Actor
	machine *httptest.Server
	fails   atomic.Int64 // calls that the machine answers with 503
	status  atomic.Int64 // that it answers with; 0 for none
	calls   atomic.Int64
}

func onBoth(t *testing.T, f func(*bench)) {
	schemas := []db.Schema{event.Schema, once.Schema, identity.Schema, audit.Schema, digital.Schema, catalog.Schema, Schema}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		blobs, err := blob.Open(t.TempDir())
		b := &bench{T: t, db: d, catalog: catalog.New(d, blobs)}
		b.must(err)
		b.machine = httptest.NewServer(http.HandlerFunc(b.answer))
		t.Cleanup(b.machine.Close)
		b.Service = New(d, b.catalog, func() translate.Provider { return translate.Libre{Address: b.machine.URL} })
		id, err := b.catalog.OpenShop(t.Context(), identity.System(), catalog.NewShop{Owner: b.owner(), Handle: "felt", Name: "Felt", Country: "KG",
			Currency: "KGS", Languages: []string{"ru", "en"}, Tagline: catalog.Texts{"ru": "Войлок"}})
		b.must(err)
		b.seller = identity.Actor{Person: 1, Shops: map[db.ShopID]identity.Role{id: identity.ShopOwner}}
		b.shop, err = b.catalog.ShopByID(t.Context(), id)
		b.must(err)
		f(b)
	})
}

func (b *bench) owner() identity.PersonID {
	p, err := identity.New(b.db, identity.Options{}).SignUp(b.Context(), identity.NewPerson{Name: "A", Login: "a@example.test",
		Password: "long enough words", Country: country.Code("KG"), Lang: "ru"})
	b.must(err)
	return p.ID
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// answer speaks the machine's protocol: it puts the language before each text.
func (b *bench) answer(w http.ResponseWriter, r *http.Request) {
	if s := b.status.Load(); s != 0 {
		w.WriteHeader(int(s))
		return
	}
	if r.URL.Path == "/languages" {
		_, _ = w.Write([]byte(`[{"code":"ru","targets":["ur","en"]},{"code":"en","targets":["ur"]}]`))
		return
	}
	if b.fails.Add(-1) >= 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	b.calls.Add(1)
	var body struct {
		Q      []string
		Target string
	}
	_ = json.NewDecoder(r.Body).Decode(&body)
	for i := range body.Q {
		body.Q[i] = body.Target + " " + body.Q[i]
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": body.Q})
}

func (b *bench) save(handle string, title catalog.Texts) catalog.ProductID {
	b.Helper()
	id, err := b.catalog.SaveProduct(b.Context(), b.seller, b.shop.ID, catalog.Draft{Handle: handle, Status: catalog.ProductActive, Title: title,
		Description: catalog.Texts{"ru": "Мягкий.\n\nТёплый & \"лёгкий\" <да>"}, Attributes: []catalog.Attribute{{Name: catalog.Texts{"en": "Material"}, Value: catalog.Texts{"ru": "Шерсть"}}},
		Variants: []catalog.VariantDraft{{Price: money.Of(100, "KGS"), OnHand: 1}}})
	b.must(err)
	return id
}

func (b *bench) look(id catalog.ProductID) catalog.Product {
	b.Helper()
	p, err := b.catalog.ProductByID(b.Context(), b.seller, b.shop.ID, id)
	b.must(err)
	return p
}

func (b *bench) export(f Format, missing bool) []byte {
	b.Helper()
	var out bytes.Buffer
	b.must(b.Export(b.Context(), b.seller, b.shop, "ur", f, missing, &out))
	return out.Bytes()
}

func (b *bench) file(file []byte, dry bool) Report {
	b.Helper()
	r, err := b.Import(b.Context(), b.seller, b.shop, bytes.NewReader(file), dry)
	b.must(err)
	return r
}

func TestAFileGoesToATranslatorAndBack(t *testing.T) {
	onBoth(t, func(b *bench) {
		rug, bag := b.save("rug", catalog.Texts{"ru": "Ковёр", "ur": "قالین"}), b.save("bag", catalog.Texts{"ru": "Сумка"})
		b.must(b.catalog.Translate(b.Context(), b.seller, b.shop.ID, []catalog.Translation{{Product: bag, Field: "title", Lang: "ur", Text: "بیگ", Machine: true}}))
		for _, f := range []Format{XLIFF, CSV} {
			before := b.look(bag).Updated
			if r := b.file(b.export(f, false), false); r.Units != 9 || r.Same != 2 || r.Empty != 7 || r.Changed+r.Refused != 0 || !b.look(bag).Updated.Equal(before) {
				t.Errorf("%s: read back unchanged: %+v", f, r)
			}
			if missing := string(b.export(f, true)); strings.Contains(missing, "قالین") || !strings.Contains(missing, "بیگ") || !strings.Contains(missing, "Войлок") {
				t.Errorf("%s: what is missing: %s", f, missing)
			}
		}
		file := string(b.export(CSV, false))
		line := func(product catalog.ProductID, field, source string) {
			at := Unit{Product: product, Field: field}.id()
			file = strings.Replace(file, at+",ru,"+source+",ur,,", at+",ru,"+source+",ur,ترجمہ "+field+",", 1)
		}
		line(rug, "attribute.0.value", "Шерсть")
		line(bag, "attribute.0.value", "Шерсть")
		line(0, "tagline", "Войлок")
		file += "99/title,ru,x,ur,y,\n"
		file += Unit{Product: rug, Field: "title"}.id() + ",ru,Ковёр,ur," + strings.Repeat("ق", 300) + ",\n"
		d := b.look(rug).Draft()
		d.Attributes = []catalog.Attribute{{Name: d.Attributes[0].Name, Value: catalog.Texts{"ru": "Войлок"}}}
		_, err := b.catalog.SaveProduct(b.Context(), b.seller, b.shop.ID, d)
		b.must(err)
		dry := b.file([]byte(file), true)
		if b.look(bag).Attributes[0].Value["ur"] != "" {
			t.Error("a look changed something")
		}
		done := b.file([]byte(file), false)
		for _, r := range []Report{dry, done} {
			keys := map[string]int{}
			for _, row := range r.Rows {
				if row.Fault != nil {
					keys[row.Fault.Key]++
				}
			}
			if r.Changed != 2 || r.Refused != 3 || keys["fault.no_product"] != 1 || keys["fault.words_source"] != 1 || keys["fault.too_long"] != 1 {
				t.Errorf("%+v", r)
			}
		}
		if got := b.look(bag).Attributes[0].Value["ur"]; got != "ترجمہ attribute.0.value" {
			t.Errorf("%q", got)
		}
		if again := b.file([]byte(file), false); again.Changed != 0 || again.Refused != 3 {
			t.Errorf("a second time: %+v", again)
		}
		if _, err := b.Import(b.Context(), identity.Actor{Person: 9}, b.shop, strings.NewReader(file), true); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}

// wanted gives the events that a machine has to answer, newest last.
func (b *bench) wanted() (list []event.Event) {
	b.Helper()
	all, err := event.After(b.Context(), b.db, 0, 1000)
	b.must(err)
	for _, e := range all {
		if e.Kind == Wanted {
			list = append(list, e)
		}
	}
	return list
}

func TestAMachineFillsInWhatIsMissing(t *testing.T) {
	onBoth(t, func(b *bench) {
		rug, bag := b.save("rug", catalog.Texts{"ru": "Ковёр", "ur": "قالین"}), b.save("bag", catalog.Texts{"ru": "Сумка"})
		b.must(b.Want(b.Context(), b.seller, b.shop.ID, "ur"))
		b.must(b.Want(b.Context(), b.seller, b.shop.ID, "ur")) // while it works
		events := b.wanted()
		if len(events) != 1 {
			t.Fatalf("%d wishes", len(events))
		}
		b.fails.Store(1)
		if err := b.Fill(b.Context(), events[0]); err == nil {
			t.Fatal("a silent machine is no end")
		}
		if r, _, _ := b.Last(b.Context(), b.seller, b.shop.ID, "ur"); r.Trouble != Silent || !r.Ended.IsZero() {
			t.Errorf("%+v", r)
		}
		b.fails.Store(0)
		b.must(b.Fill(b.Context(), events[0]))
		calls := b.calls.Load()
		b.must(b.Fill(b.Context(), events[0])) // a job runs at least once
		if b.calls.Load() != calls {
			t.Error("what is there was asked for again")
		}
		p := b.look(bag)
		if p.Title["ur"] != "ur Сумка" || p.Attributes[0].Name["ur"] != "ur Material" || p.Description["ur"] != "ur "+p.Description["ru"] {
			t.Errorf("%v %v", p.Title, p.Attributes)
		}
		for _, one := range p.Passages() {
			if !p.Machine.Has(one, "ur") {
				t.Errorf("%s is not marked", one.Field)
			}
		}
		q := b.look(rug)
		if q.Title["ur"] != "قالین" || q.Machine.Has(q.Passages()[0], "ur") {
			t.Error("a person's text was touched")
		}
		if r, ok, err := b.Last(b.Context(), b.seller, b.shop.ID, "ur"); !ok || err != nil || r.Filled != 8 || r.Ended.IsZero() || r.Trouble != "" {
			t.Errorf("%+v %v %v", r, ok, err)
		}
		b.must(b.Want(b.Context(), b.seller, b.shop.ID, "ps"))
		events = b.wanted()
		b.must(b.Fill(b.Context(), events[len(events)-1]))
		if r, _, _ := b.Last(b.Context(), b.seller, b.shop.ID, "ps"); r.Trouble != Unspoken || r.Ended.IsZero() {
			t.Errorf("%+v", r)
		}
	})
}

func TestAMachineThatRefusesIsNotAskedAgain(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.save("bag", catalog.Texts{"ru": "Сумка"})
		b.must(b.Want(b.Context(), b.seller, b.shop.ID, "ur"))
		b.status.Store(http.StatusForbidden)
		b.must(b.Fill(b.Context(), b.wanted()[0]))
		if r, _, _ := b.Last(b.Context(), b.seller, b.shop.ID, "ur"); r.Trouble != Refuses || r.Ended.IsZero() {
			t.Errorf("%+v", r)
		}
		b.provider = func() translate.Provider { return nil }
		if err := b.Want(b.Context(), b.seller, b.shop.ID, "ur"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		b.must(b.Fill(b.Context(), b.wanted()[0]))
		if r, _, _ := b.Last(b.Context(), b.seller, b.shop.ID, "ur"); r.Trouble != Off {
			t.Errorf("%+v", r)
		}
		if err := b.Want(b.Context(), identity.Actor{Person: 9}, b.shop.ID, "ur"); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}

// TestALargeShopIsFilledInParts has more texts than one job takes.
func TestALargeShopIsFilledInParts(t *testing.T) {
	onBoth(t, func(b *bench) {
		var drafts []catalog.Draft
		const products = jobTexts + 20
		for i := range products {
			drafts = append(drafts, catalog.Draft{Handle: fmt.Sprintf("p%d", i),
				Status: catalog.ProductActive, Title: catalog.Texts{"ru": "Вещь"}, Variants: []catalog.VariantDraft{{Price: money.Of(100, "KGS")}}})
		}
		_, err := b.catalog.SaveProducts(b.Context(), b.seller, b.shop.ID, drafts)
		b.must(err)
		b.must(b.Want(b.Context(), b.seller, b.shop.ID, "ur"))
		for n := 1; ; n++ {
			events := b.wanted()
			if len(events) < n {
				break
			}
			b.must(b.Fill(b.Context(), events[n-1]))
		}
		if r, _, _ := b.Last(b.Context(), b.seller, b.shop.ID, "ur"); r.Filled != products+1 || r.Ended.IsZero() || len(b.wanted()) != 2 {
			t.Errorf("%+v after %d jobs", r, len(b.wanted()))
		}
	})
}
