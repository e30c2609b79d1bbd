package landed

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"agora/country"
	"agora/fault"
	"agora/money"
)

//go:embed rules/*.json
var shipped embed.FS

// written is a rule as files and the table hold it: amounts as "200.00 EUR",
// days as "2026-01-01".
type written struct {
	ID         string         `json:"id"`
	Set        string         `json:"set,omitempty"`
	Kind       Kind           `json:"kind"`
	To         []country.Code `json:"to,omitempty"` // one rule for each
	Origins    []country.Code `json:"origins,omitempty"`
	Certified  bool           `json:"certified,omitempty"`
	Sent       []country.Code `json:"sent,omitempty"`
	Channel    string         `json:"channel,omitempty"`
	HS         string         `json:"hs,omitempty"`
	Except     []string       `json:"except,omitempty"`
	Rate       money.Bps      `json:"bps,omitempty"`
	Base       string         `json:"base,omitempty"`
	Threshold  string         `json:"threshold,omitempty"`
	MaxGrams   int64          `json:"max_grams,omitempty"`
	MaxSame    int64          `json:"max_same,omitempty"`
	Counter    string         `json:"counter,omitempty"`
	Excess     bool           `json:"excess,omitempty"`
	MinPerKg   string         `json:"min_per_kg,omitempty"`
	Frees      []Kind         `json:"frees,omitempty"`
	Single     bool           `json:"single,omitempty"`
	Excise     money.Bps      `json:"excise,omitempty"`
	Share      money.Bps      `json:"share,omitempty"`
	Apart      bool           `json:"apart,omitempty"`
	Flat       string         `json:"flat,omitempty"`
	Ignore     string         `json:"ignore,omitempty"`
	From       string         `json:"from"`
	Until      string         `json:"until,omitempty"`
	Source     string         `json:"source"`
	SourceURL  string         `json:"url,omitempty"`
	Seen       string         `json:"seen"`
	Confidence string         `json:"confidence"`
	Status     Status         `json:"status"`
	Note       string         `json:"note,omitempty"`
	Words      string         `json:"words,omitempty"`
	Off        bool           `json:"off,omitempty"`
	Comment    string         `json:"comment,omitempty"` // for readers of the file
}

// shippedRules reads the rules that come with the program.
func shippedRules() ([]Rule, error) {
	names, err := fs.Glob(shipped, "rules/*.json")
	if err != nil {
		return nil, err
	}
	var all []Rule
	for _, name := range names {
		text, err := shipped.ReadFile(name)
		if err != nil {
			return nil, err
		}
		rules, err := ParseRules(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, rules...)
	}
	return all, nil
}

// ParseRules reads a JSON list of rules. A rule for several destinations
// becomes one for each, with the country's code after its id.
func ParseRules(text []byte) ([]Rule, error) {
	var list []written
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fault.Field("rules", "fault.rules_file").Because(err)
	}
	var rules []Rule
	for _, w := range list {
		for _, to := range w.To {
			r, err := w.rule(to)
			if err != nil {
				return nil, fmt.Errorf("rule %s: %w", w.ID, err)
			}
			rules = append(rules, r)
		}
	}
	return rules, nil
}

func (w written) rule(to country.Code) (r Rule, err error) {
	id := w.ID
	if len(w.To) > 1 {
		id += "-" + strings.ToLower(string(to))
	}
	r = Rule{ID: id, Set: w.Set, Kind: w.Kind, Destination: to, Origins: w.Origins, Certified: w.Certified, Sent: w.Sent, Channel: w.Channel,
		HS: w.HS, Except: w.Except, Rate: w.Rate, Base: w.Base, MaxGrams: w.MaxGrams, MaxSame: w.MaxSame, Counter: w.Counter, Excess: w.Excess, Frees: w.Frees, Single: w.Single,
		Excise: w.Excise, Share: w.Share, Apart: w.Apart, Source: w.Source, SourceURL: w.SourceURL, Confidence: w.Confidence,
		Status: w.Status, Note: w.Note, Words: w.Words, Off: w.Off}
	for _, a := range []struct {
		text string
		to   *money.Amount
	}{{w.Threshold, &r.Threshold}, {w.MinPerKg, &r.MinPerKg}, {w.Flat, &r.Flat}, {w.Ignore, &r.Ignore}} {
		if *a.to, err = parseAmount(a.text); err != nil {
			return r, err
		}
	}
	for _, d := range []struct {
		text string
		to   *time.Time
	}{{w.From, &r.From}, {w.Until, &r.Until}, {w.Seen, &r.Seen}} {
		if d.text == "" {
			continue
		}
		if *d.to, err = time.Parse(time.DateOnly, d.text); err != nil {
			return r, fault.Field("day", "fault.day").Because(err)
		}
	}
	return r, r.check()
}

// parseAmount reads "200.00 EUR"; nothing gives the zero Amount.
func parseAmount(s string) (money.Amount, error) {
	if s == "" {
		return money.Amount{}, nil
	}
	number, c, _ := strings.Cut(s, " ")
	if !money.Currency(c).Valid() {
		return money.Amount{}, fault.Field("currency", "fault.choice")
	}
	return money.Parse(number, money.Currency(c))
}

// written is the rule as a file has it.
func (r Rule) written() written {
	return written{ID: r.ID, Set: r.Set, Kind: r.Kind, To: []country.Code{r.Destination}, Origins: r.Origins, Certified: r.Certified, Sent: r.Sent, Channel: r.Channel,
		HS: r.HS, Except: r.Except, Rate: r.Rate, Base: r.Base, Threshold: writtenAmount(r.Threshold), MaxGrams: r.MaxGrams, MaxSame: r.MaxSame,
		Counter: r.Counter, Excess: r.Excess, MinPerKg: writtenAmount(r.MinPerKg), Frees: r.Frees, Single: r.Single, Excise: r.Excise, Share: r.Share, Apart: r.Apart,
		Flat: writtenAmount(r.Flat), Ignore: writtenAmount(r.Ignore), From: writtenDay(r.From), Until: writtenDay(r.Until), Source: r.Source,
		SourceURL: r.SourceURL, Seen: writtenDay(r.Seen), Confidence: r.Confidence, Status: r.Status, Note: r.Note, Words: r.Words, Off: r.Off}
}

func writtenAmount(a money.Amount) string {
	if a.Currency == "" {
		return ""
	}
	return a.Plain() + " " + string(a.Currency)
}

func writtenDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
