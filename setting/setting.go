// Package setting is what an operator may change while the node stands: the
// house's name and address, its mail, its deadlines. What a machine's owner
// decides (folder, address, database) are flags of the command line instead.
//
// Tables: settings.
//
// Invariants: a value that is stored was checked; a missing one has its
// default; each has a label and a help text in the catalogues, under
// "setting.KEY" and "setting.KEY_help".
package setting

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "setting", Steps: []string{`
CREATE TABLE settings (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
`}}

// House is all settings, typed.
type House struct {
	Name        string // of the marketplace, in its own words
	Address     string // where people reach it, "https://…" without a final slash; "" while unknown
	Namespace   string // reversed host under which the node's own names of the shopping protocol stand; "" takes that of Address
	MailServer  string // "smtp://user:password@host:587"; "" keeps messages in the journal only
	MailFrom    string // sender of its mail
	Accounts    string // where bank transfers go: a line for each currency, "PKR bank, number, holder"
	QRAccounts  string // where payments by QR code go: a line for each currency, "KHR khqr; account=…"
	CashFees    string // what a parcel paid at the door costs more: a line for each currency, "PKR 150"
	CashConfirm bool   // a code confirms an order that is paid at the door
	CashDeposit string // percent of an order paid at the door that is paid before, "20"; "" for none
	CashReturns bool   // the house bears what the way back of a refused parcel costs
	CashNoShows string // "2 180": who refused so many parcels in so many days pays before; "" for nobody
	Payme       string // account with Payme: "MERCHANT KEY"; a secret
	Click       string // account with CLICK: "SERVICE MERCHANT KEY"; a secret
	Hosted      string // account with a bank's gateway: "ADDRESS KEY CURRENCIES SECRET"; a secret
	PayoutFrom  string // the house's own accounts: a line for each currency, "KGS account=…; bic=…; name=…"
	PayoutMin   string // the least that is paid out: a line for each currency, "PKR 500"
	PayoutOne   string // what one operator may pay out alone: a line for each currency; no line, no limit
	TranslateAt string // where a machine that translates is asked, "http://10.0.0.5:5000"; "" asks none
	TranslateBy string // the key it wants; a secret
	RateFetch   string // "kg ru": the central banks that are asked for their rates; "" asks nobody
	RateBanks   string // which bank's word counts: a line for each currency, "KGS kg ru", as package rates reads it
	RatePivot   string // the currency over which rates of one bank meet those of another
	RateDays    string // a rate older than so many days is marked
	RateSpread  string // the margin on exchange in percent: "1.5", or lines with the day it begins, "2026-12-01 1.5"; "" for none
	LateDays    string // "3 14": days after the promised one on which a parcel is late, and silent days after that on which it is lost; "" never
	DebtDays    string // "7 21 45": after how many days a shop is reminded of what it owes; "" never
	ClaimDays   string // how long each state of a claim may last: "answer 3, appeal 7", days
	LiveAt      string // where sound and pictures of live rooms go: "7882-7889" UDP, or "7882-7889, tcp 7881"
	LiveIP      string // the address of this machine for them; "" finds it
	LiveMost    string // people in one live room, "250"

	RecordingsFor string // days after which a recording is dropped; "0" for never
	LiveHeld      string // minutes for which the hall holds what is bought, "10"
	LiveRelay     string // a TURN server: "HOST PORT PROTOCOL SECRET"; a secret
	LiveOutside   string // a LiveKit that runs without us: "BROWSER API KEY SECRET"; a secret
	Proxy         bool   // one proxy stands before the node and says who asks

	// How long each state of an order may last.
	Pay, Accept, Ship, Transit, Object time.Duration
}

// Service keeps the settings.
type Service struct {
	db    *db.DB
	house atomic.Pointer[House]
	rules map[string]func(string) error
}

// New makes the service; Load it before use.
func New(d *db.DB) *Service {
	s := &Service{db: d}
	h := defaults()
	s.house.Store(&h)
	return s
}

// House gives the settings as they are now.
func (s *Service) House() House { return *s.house.Load() }

// Load reads the settings from the database.
func (s *Service) Load(ctx context.Context) error {
	h := defaults()
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var name, value string
			if err := scan(&name, &value); err != nil {
				return err
			}
			for _, f := range fields {
				if f.Key == name {
					_ = f.set(&h, value) // an unreadable value of another version is its default
				}
			}
			return nil
		}, "SELECT name, value FROM settings ORDER BY name")
	})
	if err == nil {
		s.house.Store(&h)
	}
	return err
}

// Line is one setting as a form shows it.
type Line struct {
	Field
	Value string // "" for a secret that is set or not: Set says which
	Set   bool   // differs from the default
}

// Lines gives all settings in the order of the form.
func (s *Service) Lines() []Line {
	h, usual := s.House(), defaults()
	lines := make([]Line, len(fields))
	for i, f := range fields {
		v := f.show(&h)
		lines[i] = Line{f, v, v != f.show(&usual)}
		if f.Secret {
			lines[i].Value = ""
		}
	}
	return lines
}

// Save stores the values that are given, by key, all or none. A secret that is
// given empty stays as it is.
func (s *Service) Save(ctx context.Context, by identity.Actor, values map[string]string) error {
	if !by.IsOperator() && !by.System {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	next, changed, err := s.merge(values)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, f := range changed {
			if _, err := tx.Exec(`INSERT INTO settings (name, value) VALUES ($1, $2)
				ON CONFLICT (name) DO UPDATE SET value = excluded.value`, f.Key, f.show(&next)); err != nil {
				return err
			}
			shown := f.show(&next)
			if f.Secret {
				shown = "…"
			}
			if err := audit.Note(tx, by, db.House, "setting.saved", f.Key, map[string]string{"value": shown}); err != nil {
				return err
			}
		}
		tx.AfterCommit(func() { s.house.Store(&next) })
		return nil
	})
}

// merge gives the settings with values put in, and the fields that changed.
func (s *Service) merge(values map[string]string) (House, []Field, error) {
	now := s.House()
	next := now
	var faults fault.Fields
	var changed []Field
	for _, f := range fields {
		v, given := values[f.Key]
		v = strings.TrimSpace(v)
		if !given || f.Secret && v == "" {
			continue
		}
		if key := f.set(&next, v); key != "" {
			faults.Add(f.Key, key)
		} else if err := s.obeys(f.Key, v); err != nil {
			if err := faults.Join(f.Key, err); err != nil {
				return next, nil, err
			}
		} else if f.show(&next) != f.show(&now) {
			changed = append(changed, f)
		}
	}
	for key := range values {
		if !known(key) {
			faults.Add(key, "fault.setting_unknown")
		}
	}
	return next, changed, faults.Err()
}
