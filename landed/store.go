package landed

import (
	"context"
	_ "embed"
	"encoding/json"
	"sync/atomic"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// Schema is the tables of this package. A row of landed_rules replaces the
// shipped rule of its id, a row of landed_history is what it was in a version.
// Exchange rates are units for one US dollar, times
// money.RateScale; day is a midnight in UTC.
var Schema = db.Schema{Name: "landed", Steps: []string{`
CREATE TABLE landed_rules (
	rule_id TEXT NOT NULL,
	destination TEXT NOT NULL,
	changed BIGINT NOT NULL,
	rule TEXT NOT NULL,
	PRIMARY KEY (rule_id)
) /*clustered*/;
CREATE TABLE exchange_rates (
	currency TEXT NOT NULL,
	day BIGINT NOT NULL,
	per_dollar BIGINT NOT NULL CHECK (per_dollar > 0),
	source TEXT NOT NULL,
	PRIMARY KEY (currency, day)
) /*clustered*/;
`, `
CREATE TABLE landed_switches (
	set_name TEXT NOT NULL,
	day BIGINT NOT NULL,
	is_on BIGINT NOT NULL,
	PRIMARY KEY (set_name, day)
) /*clustered*/;
CREATE TABLE landed_history (
	rule_id TEXT NOT NULL,
	version BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	rule TEXT NOT NULL,
	PRIMARY KEY (rule_id, version)
) /*clustered*/;
CREATE TABLE landed_sellers (
	shop_id BIGINT NOT NULL,
	prices TEXT NOT NULL,
	PRIMARY KEY (shop_id)
) /*clustered*/;
CREATE TABLE landed_drafts (
	draft_id BIGINT NOT NULL,
	made BIGINT NOT NULL,
	version BIGINT NOT NULL,
	file TEXT NOT NULL,
	PRIMARY KEY (draft_id)
) /*clustered*/;
INSERT INTO landed_history (rule_id, version, changed, rule) SELECT rule_id, 1, changed, rule FROM landed_rules;
`, givenStep}}

// Service keeps rules and rates, and the view of today in memory.
type Service struct {
	db     *db.DB
	view   atomic.Pointer[aged]
	margin func(day time.Time) money.Bps
}

type aged struct {
	*View
	read time.Time
}

// viewLife is how long a view is used before it is read again, so that another
// node's change on the same database is seen.
const viewLife = time.Minute

// New makes the service.
func New(d *db.DB) *Service {
	return &Service{db: d, margin: func(time.Time) money.Bps { return 0 }}
}

// Charge says what the market adds to the rate at which a seller's money becomes
// a buyer's. It is given once, before the first View.
func (s *Service) Charge(margin func(day time.Time) money.Bps) { s.margin = margin }

// View gives the rules and rates of today.
func (s *Service) View(ctx context.Context) (*View, error) {
	now := time.Now()
	if v := s.view.Load(); v != nil && now.Sub(v.read) < viewLife && v.Day.Equal(day(now)) && v.margin == s.margin(v.Day) {
		return v.View, nil
	}
	v, err := s.On(ctx, now)
	if err != nil {
		return nil, err
	}
	s.view.Store(&aged{v, now})
	return v, nil
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// On gives the rules and rates of any day.
func (s *Service) On(ctx context.Context, t time.Time) (*View, error) {
	rules, err := s.Rules(ctx)
	if err != nil {
		return nil, err
	}
	sets, err := s.Switches(ctx)
	if err != nil {
		return nil, err
	}
	rates, err := s.RatesOn(ctx, t)
	if err != nil {
		return nil, err
	}
	v := newView(day(t), rules, sets, rates)
	v.margin = s.margin(v.Day)
	v.sellers, err = s.sellers(ctx)
	return v, err
}

// Rules gives all rules, in force or not: the shipped ones and the operator's.
func (s *Service) Rules(ctx context.Context) (rules []Rule, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rules, err = rulesOf(tx)
		return err
	})
	return rules, err
}

func rulesOf(tx *db.Tx) ([]Rule, error) {
	rules, err := shippedRules()
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(rules))
	for i, r := range rules {
		at[r.ID] = i
	}
	err = tx.Each(func(scan db.Scan) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		var r Rule
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			return err
		}
		if i, ok := at[r.ID]; ok {
			rules[i] = r
		} else {
			rules = append(rules, r)
		}
		return nil
	}, "SELECT rule FROM landed_rules ORDER BY rule_id")
	return rules, err
}

// SaveRules stores the operator's rules; one with the id of a shipped rule
// replaces it.
func (s *Service) SaveRules(ctx context.Context, rules []Rule) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.PutRules(tx, rules) })
}

// PutRules is SaveRules in a transaction of the caller. Each rule gets the next
// version, which is kept.
func (s *Service) PutRules(tx *db.Tx, rules []Rule) error {
	for _, r := range rules {
		if err := r.check(); err != nil {
			return err
		}
		if err := tx.Row("SELECT COALESCE(MAX(version), 0) + 1 FROM landed_history WHERE rule_id = $1", []any{r.ID}, &r.Version); err != nil {
			return err
		}
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO landed_rules (rule_id, destination, changed, rule) VALUES ($1, $2, $3, $4)
			ON CONFLICT (rule_id) DO UPDATE SET destination = excluded.destination, changed = excluded.changed, rule = excluded.rule`,
			r.ID, string(r.Destination), db.Micro(tx.Now), string(text)); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO landed_history (rule_id, version, changed, rule) VALUES ($1, $2, $3, $4)",
			r.ID, r.Version, db.Micro(tx.Now), string(text)); err != nil {
			return err
		}
	}
	tx.AfterCommit(s.forget)
	return nil
}

// forget lets the next look read rules and rates again.
func (s *Service) forget() { s.view.Store(nil) }

//go:embed demo_rules.json
var demoRules []byte

// DemoRules are assumptions where nothing was read in a source, for a demo
// whose totals shall be whole. They are no facts and say so.
func DemoRules() ([]Rule, error) { return ParseRules(demoRules) }

// DemoRates are the demo's invented rates of currencies that no shop sells in
// but in which rules state their thresholds.
func DemoRates(day time.Time) []money.Rate {
	return []money.Rate{{From: "USD", To: "EUR", Value: 920_000_000, Day: day, Source: "demo rates, invented for the demo market"}}
}

// RatesOn gives, for each currency, the latest rate on or before a day: units
// for one dollar.
func (s *Service) RatesOn(ctx context.Context, t time.Time) (rates []money.Rate, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rates, err = db.List(tx, scanRate, `SELECT r.currency, r.day, r.per_dollar, r.source FROM exchange_rates r
			WHERE r.day = (SELECT MAX(m.day) FROM exchange_rates m WHERE m.currency = r.currency AND m.day <= $1)
			ORDER BY r.currency`, db.Micro(day(t)))
		return err
	})
	return rates, err
}

func scanRate(scan db.Scan) (r money.Rate, err error) {
	var at int64
	err = scan(&r.To, &at, &r.Value, &r.Source)
	r.From, r.Day = "USD", db.Time(at)
	return r, err
}

// SaveRates stores dated rates put in by hand, each units of To for one US dollar. A day that
// is there already is replaced.
func (s *Service) SaveRates(ctx context.Context, rates []money.Rate) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.PutRates(tx, rates) })
}

// PutRates is SaveRates in a transaction of the caller.
func (s *Service) PutRates(tx *db.Tx, rates []money.Rate) error {
	for _, r := range rates {
		if r.From != "USD" || !r.To.Valid() || r.Value <= 0 || r.Day.IsZero() || r.Source == "" {
			return fault.Field("rate", "fault.rate_format")
		}
		if _, err := tx.Exec(`INSERT INTO exchange_rates (currency, day, per_dollar, source, bank) VALUES ($1, $2, $3, $4, '')
			ON CONFLICT (currency, day) DO UPDATE SET per_dollar = excluded.per_dollar, source = excluded.source, bank = excluded.bank`,
			string(r.To), db.Micro(day(r.Day)), r.Value, r.Source); err != nil {
			return err
		}
	}
	tx.AfterCommit(s.forget)
	return nil
}
