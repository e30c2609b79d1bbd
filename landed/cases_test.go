package landed

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/country"
	"agora/money"
)

var update = flag.Bool("update", false, "write the breakdowns of the golden cases anew")

// golden is one case of testdata/cases: what is asked, what was worked out by
// hand from the cited rules, and the breakdown line by line.
type golden struct {
	Title    string            `json:"title"`
	Cites    []string          `json:"cites"` // ids of rules, whose source it rests on
	Day      string            `json:"day"`
	To       country.Code      `json:"to"`
	Currency money.Currency    `json:"currency"`
	Rates    map[string]string `json:"rates,omitempty"` // per dollar, besides usual
	Rules    json.RawMessage   `json:"rules,omitempty"` // the operator's own
	Switches []struct {
		Set, Day string
		On       bool
	} `json:"switches,omitempty"`
	Parcels []goldenParcel `json:"parcels"`
	Want    struct {
		Duty, VAT, AtDoor string
		Status            Status
		Bars              []string `json:",omitempty"`
	} `json:"want"`
	Breakdown []string `json:"breakdown"`
}

type goldenParcel struct {
	From     country.Code `json:"from"`
	Channel  string       `json:"channel,omitempty"`
	Incoterm string       `json:"incoterm"`
	Freight  string       `json:"freight,omitempty"`
	Discount string       `json:"discount,omitempty"`
	Lines    []struct {
		HS       string       `json:"hs,omitempty"`
		Origin   country.Code `json:"origin,omitempty"`
		Grams    int64        `json:"grams"`
		Unit     string       `json:"unit"`
		Quantity int64        `json:"quantity"`

		Certified bool `json:"certified,omitempty"`
	} `json:"lines"`
}

// usual are round rates, so that a case can be worked out on paper.
var usual = map[string]string{"EUR": "1", "KGS": "100", "PKR": "200", "CNY": "10", "KZT": "500", "UZS": "10000", "TRY": "40", "AZN": "2",
	"MNT": "3000", "RUB": "80", "BYN": "3", "AMD": "400", "INR": "100", "IRR": "50000", "KHR": "4000", "LKR": "300", "NPR": "150", "TJS": "10", "AFN": "70"}

func TestGoldenCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.json")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	shipped, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			var g golden
			text, err := os.ReadFile(file)
			if err == nil {
				err = json.Unmarshal(text, &g)
			}
			if err != nil {
				t.Fatal(err)
			}
			q := g.quote(t, shipped)
			bars := []string{}
			for _, p := range q.Parcels {
				for _, b := range p.Bars {
					bars = append(bars, b.Rule)
				}
			}
			for name, pair := range map[string][2]string{"duty": {q.Duty.String(), g.Want.Duty}, "VAT": {q.VAT.String(), g.Want.VAT},
				"at the door": {q.AtDoor.String(), g.Want.AtDoor}, "status": {string(q.Status), string(g.Want.Status)},
				"bars": {strings.Join(bars, " "), strings.Join(g.Want.Bars, " ")}} {
				if pair[0] != pair[1] {
					t.Errorf("%s: %s is %s, worked out %s", g.Title, name, pair[0], pair[1])
				}
			}
			lines := q.lines()
			if *update && !t.Failed() {
				g.Breakdown = lines
				out, err := json.MarshalIndent(g, "", " ")
				if err == nil {
					err = os.WriteFile(file, append(out, '\n'), 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(lines, g.Breakdown) {
				t.Errorf("%s:\n%s\nwant\n%s", g.Title, strings.Join(lines, "\n"), strings.Join(g.Breakdown, "\n"))
			}
		})
	}
}

// quote asks for the case on the shipped rules and its own.
func (g golden) quote(t *testing.T, rules []Rule) Quote {
	t.Helper()
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	at := day(g.Day)
	rules = slices.Clone(rules)
	if g.Rules != nil {
		own, err := ParseRules(g.Rules)
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, own...)
	}
	for _, id := range g.Cites {
		if !slices.ContainsFunc(rules, func(r Rule) bool { return r.ID == id || strings.HasPrefix(r.ID, id+"-") }) {
			t.Errorf("it cites %s, which is no rule", id)
		}
	}
	var switches []Switch
	for _, s := range g.Switches {
		switches = append(switches, Switch{s.Set, day(s.Day), s.On})
	}
	var rates []money.Rate
	for _, set := range []map[string]string{usual, g.Rates} {
		for c, v := range set {
			value, err := money.ParseRate(v)
			if err != nil {
				t.Fatal(err)
			}
			rates = append(rates, money.Rate{From: "USD", To: money.Currency(c), Value: value, Day: at, Source: "case"})
		}
	}
	slices.Reverse(rates) // of one day the first read counts: the case's own
	r := Request{To: g.To, Currency: g.Currency}
	for _, p := range g.Parcels {
		parcel := Parcel{Shop: 1, From: p.From, Channel: p.Channel, Incoterm: p.Incoterm, Freight: amount(t, p.Freight), Discount: amount(t, p.Discount)}
		for i, l := range p.Lines {
			parcel.Lines = append(parcel.Lines, Line{Key: int64(i + 1), HS: l.HS, Origin: l.Origin, Grams: l.Grams, Unit: amount(t, l.Unit), Quantity: l.Quantity, Certified: l.Certified})
		}
		r.Parcels = append(r.Parcels, parcel)
	}
	q, err := newView(at, rules, switches, rates).Quote(r)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func amount(t *testing.T, s string) money.Amount {
	t.Helper()
	a, err := parseAmount(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// lines writes a quote so that a person can check it.
func (q Quote) lines() (list []string) {
	for i, p := range q.Parcels {
		for _, e := range p.Entries {
			s := fmt.Sprintf("parcel %d %s %s %s", i+1, e.Kind, e.Amount, e.Status)
			if e.AtDoor {
				s += " at the door"
			}
			if e.Rule != "" {
				s += " by " + e.Rule
			}
			if e.Rate != 0 {
				s += fmt.Sprintf(" %d.%02d %%", e.Rate/100, e.Rate%100)
			}
			if !e.Base.IsZero() {
				s += " of " + e.Base.String()
			}
			if e.HS != "" {
				s += " hs " + e.HS
			}
			if e.Note != "" {
				s += " (" + e.Note + ")"
			}
			list = append(list, s)
		}
		for _, b := range p.Bars {
			list = append(list, fmt.Sprintf("parcel %d %s by %s (%s)", i+1, b.Kind, b.Rule, b.Note))
		}
	}
	return append(list, "total "+q.Total.String()+", at the door "+q.DoorTotal.String()+", "+string(q.Status))
}
