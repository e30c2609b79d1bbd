package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/load/loadtest"
)

// settings are those of a short run at a shop.
func settings(shop *loadtest.Shop, scenario string) Settings {
	return Settings{Target: shop.URL, Scenario: scenario, Workers: 3, Duration: 100 * time.Millisecond, Timeout: 10 * time.Second,
		Seed: 1, Country: "KG", Language: "en", Goods: 10, Buyers: 1, Token: "success_token"}
}

// plenty is a stock that no test sells.
const plenty = 1 << 30

func TestScenariosRunToTheirEnd(t *testing.T) {
	for scenario, want := range map[string]struct{ acts, ops []string }{
		Browse:   {[]string{"search", "next page", "product", "whole"}, []string{"search_catalog", "get_product"}},
		Search:   {[]string{"search", "whole"}, []string{"search_catalog"}},
		Cart:     {[]string{"create cart", "update cart", "get cart", "cancel cart", "whole"}, []string{"create_cart", "update_cart", "get_cart", "cancel_cart"}},
		Purchase: {[]string{"create checkout", "address", "choose delivery", "complete", "whole"}, []string{"create_checkout", "update_checkout", "complete_checkout"}},
	} {
		for _, rate := range []float64{0, 200} {
			shop := loadtest.Serve(t, plenty)
			s := settings(shop, scenario)
			s.Rate = rate
			report, err := Run(t.Context(), s, io.Discard)
			if err != nil {
				t.Fatal(scenario, err)
			}
			if report.Ends[endDone] == 0 || len(report.Ends) != 1 || len(report.Failures) != 0 || report.Failed() {
				t.Errorf("%s: ends %v, failures %v", scenario, report.Ends, report.Failures)
			}
			for _, a := range report.Acts {
				if !slices.Contains(want.acts, a.Name) || a.Failed > 0 || a.Count == 0 || a.P50 > a.P99 || a.Max < a.P99 {
					t.Errorf("%s: %+v", scenario, a)
				}
			}
			if n := len(report.Acts); n != len(want.acts) && !(scenario == Browse && n == len(want.acts)-1) { // no next page by chance
				t.Errorf("%s: %d acts, want %v", scenario, n, want.acts)
			}
			for _, op := range want.ops {
				if shop.Asked(op) == 0 {
					t.Errorf("%s: %s was not asked for", scenario, op)
				}
			}
			if sold := int64(shop.Sold()); scenario == Purchase && sold < report.Ends[endDone] {
				t.Errorf("%d purchases, %d sold", report.Ends[endDone], sold)
			}
		}
	}
}

func TestFlashSaleCountsWhoWon(t *testing.T) {
	shop := loadtest.Serve(t, 7)
	s := settings(shop, Flash)
	s.Buyers = 40
	report, err := Run(t.Context(), s, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	f := report.Flash
	if f == nil || f.Won != 7 || f.Lost != 33 || f.Unclear != 0 || f.SlowestMS <= 0 || shop.Sold() != 7 {
		t.Errorf("%+v, sold %d, failures %v", f, shop.Sold(), report.Failures)
	}
	var out bytes.Buffer
	if err := report.Write(&out); err != nil || !strings.Contains(out.String(), "7 won, 33 lost, 0 without a clear answer") {
		t.Errorf("%v %s", err, out.String())
	}
}

func TestWhatIsSoldOutEndsTheRun(t *testing.T) {
	shop := loadtest.Serve(t, 4)
	s := settings(shop, Purchase)
	s.Workers, s.Duration = 1, time.Hour
	report, err := Run(t.Context(), s, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Emptied || report.Ends[endDone] != 4 || report.Ends[endFailed] != 0 || report.Seconds > 1800 {
		t.Errorf("%+v", report)
	}
	s.Warmup = time.Hour
	if _, err := Run(t.Context(), s, io.Discard); err == nil || !strings.Contains(err.Error(), "sold out before") {
		t.Error(err)
	}
}

func TestWhatNeedsAPersonIsNoFailure(t *testing.T) {
	shop := loadtest.Serve(t, plenty)
	shop.Escalate = true
	report, err := Run(t.Context(), settings(shop, Purchase), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if report.Ends[endEscalated] == 0 || len(report.Failures) > 0 || !report.Failed() {
		t.Errorf("%+v", report)
	}
}

func TestWhatIsSoldByTheDozenIsLeft(t *testing.T) {
	shop := loadtest.Serve(t, plenty)
	shop.Packs = true
	report, err := Run(t.Context(), settings(shop, Purchase), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if n := report.Ends[endUnsold]; n == 0 || n > 6 || !report.Emptied || len(report.Failures) > 0 {
		t.Errorf("%+v", report)
	}
}

// TestLatencyCountsFromWhenItWasDue lets a turn begin an hour late.
func TestLatencyCountsFromWhenItWasDue(t *testing.T) {
	shop := loadtest.Serve(t, plenty)
	s := settings(shop, Search)
	target, _ := origin(shop.URL)
	target.Path = "/ucp/v1"
	r := &run{Settings: s, endpoint: target, tally: newTally(), goods: &goods{words: []string{"felt"}}}
	r.fixed = header(r.endpoint, "http://127.0.0.1/", "en")
	b := r.buyer(0)
	defer b.wire.close()
	due := time.Now().Add(-5 * time.Minute)
	r.tally.from, r.tally.to = due.Add(-time.Second), due.Add(time.Second)
	if end := b.turn(search, due); end != endDone {
		t.Fatal(end, r.tally.failures)
	}
	for _, a := range []act{actSearch, actWhole} {
		if low := time.Duration(r.tally.acts[a].histogram.Min()); low < 4*time.Minute {
			t.Errorf("%s took %s; it was due five minutes ago", actNames[a], low)
		}
	}
	if r.tally.span() < 5*time.Minute {
		t.Errorf("span %s ends before the last answer", r.tally.span())
	}
	// What begins outside the window does not count.
	b.turn(search, due.Add(-time.Hour))
	if n := r.tally.acts[actSearch].histogram.TotalCount(); n != 1 || r.tally.ends[endDone] != 1 {
		t.Errorf("%d counted, %v", n, r.tally.ends)
	}
}

// TestFailuresSayWhy: the example is what the server said, not its envelope.
func TestFailuresSayWhy(t *testing.T) {
	doc := value(`{"ucp":{},"status":"incomplete","messages":[{"type":"error","code":"missing","content":"Say more."}]}`)
	r := &run{tally: newTally()}
	(&buyer{run: r}).refused(actChoose, reply{doc: doc, began: time.Now()})
	f := r.tally.failures["choose delivery: incomplete, missing"]
	if f == nil || !strings.HasPrefix(f.example, `[{"type":"error"`) {
		t.Errorf("%v %+v", r.tally.failures, f)
	}
	if told := string((reply{doc: value(`{"code":"x"}`)}).told()); told != `{"code":"x"}` {
		t.Error(told)
	}
}

func TestArrivalsKeepTheirRate(t *testing.T) {
	start := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	a := &arrivals{next: start, rate: 1000, random: rand.New(rand.NewPCG(1, 1))}
	const n = 20_000
	for range n {
		if before := a.next; a.take().Before(before) {
			t.Fatal("time goes back")
		}
	}
	if mean := a.next.Sub(start) / n; mean < 970*time.Microsecond || mean > 1030*time.Microsecond {
		t.Errorf("one each %s, want each ms", mean)
	}
}

// TestTheSameSeedChoosesTheSame: choices repeat, keys of requests never.
func TestTheSameSeedChoosesTheSame(t *testing.T) {
	target, _ := origin("http://127.0.0.1:1")
	r := &run{Settings: Settings{Seed: 7}, endpoint: target}
	a, b, c := r.buyer(3), r.buyer(3), r.buyer(4)
	if x, y, z := a.choice.Uint64(), b.choice.Uint64(), c.choice.Uint64(); x != y || x == z {
		t.Error(x, y, z)
	}
	x, y := string(a.uuid(nil)), string(b.uuid(nil))
	if x == y || len(x) != 36 || x[14] != '4' || !strings.ContainsAny(x[19:20], "89ab") || strings.Count(x, "-") != 4 {
		t.Error(x, y)
	}
}

func TestSettingsAreBounded(t *testing.T) {
	shop := loadtest.Serve(t, 1)
	for want, change := range map[string]func(*Settings){
		"scenario":                       func(s *Settings) { s.Scenario = "steal" },
		"workers: 0 is not from 1":       func(s *Settings) { s.Workers = 0 },
		"rate: -1":                       func(s *Settings) { s.Rate = -1 },
		"duration seconds: 0":            func(s *Settings) { s.Duration = 0 },
		"timeout seconds":                func(s *Settings) { s.Timeout = time.Hour },
		"goods: 0":                       func(s *Settings) { s.Goods = 0 },
		"buyers: 0":                      func(s *Settings) { s.Scenario, s.Buyers = Flash, 0 },
		"a flash sale has no rate":       func(s *Settings) { s.Scenario, s.Rate = Flash, 1 },
		"country: no address in \"XX\"":  func(s *Settings) { s.Country = "XX" },
		"language":                       func(s *Settings) { s.Language = "e\n" },
		"is not the address of a server": func(s *Settings) { s.Target = "bazaar.example" },
		"name one that it can":           func(s *Settings) { s.Target = "https://bazaar.invalid" },
		"profile: \"nowhere\"":           func(s *Settings) { s.Profile = "nowhere" },
		"no connection":                  func(s *Settings) { s.Target = "http://127.0.0.1:1" },
	} {
		s := settings(shop, Browse)
		change(&s)
		if _, err := Run(t.Context(), s, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestCancellingEndsARun(t *testing.T) {
	shop := loadtest.Serve(t, plenty)
	ctx, cancel := context.WithCancel(t.Context())
	s := settings(shop, Browse)
	s.Duration = time.Hour
	_, err := Run(ctx, s, writer(func() { cancel() }))
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

type writer func()

func (w writer) Write(b []byte) (int, error) { w(); return len(b), nil }

func TestReportIsJSON(t *testing.T) {
	shop := loadtest.Serve(t, plenty)
	report, err := Run(t.Context(), settings(shop, Search), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var back Report
	if err := json.Unmarshal(text, &back); err != nil || back.Acts[0].Name != "search" || back.Acts[0].Curve == nil {
		t.Errorf("%v %s", err, text)
	}
}

// TestPageSaysHowMuchAndWhere a list goes on.
func TestPageSaysHowMuchAndWhere(t *testing.T) {
	for _, c := range []struct {
		page         int
		cursor, want string
	}{{0, "", `{`}, {0, "next", `{,"pagination":{"cursor":"next"}`}, {24, "", `{,"pagination":{"limit":24}`}, {24, "next", `{,"pagination":{"limit":24,"cursor":"next"}`}} {
		b := &buyer{run: &run{Settings: Settings{Limit: c.page}}}
		b.say(`{`)
		if b.page(c.cursor); string(b.body) != c.want {
			t.Errorf("%d %q: %s", c.page, c.cursor, b.body)
		}
	}
}
