package rates

import (
	"context"
	"slices"
	"time"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/landed"
	"agora/money"
)

// Schema is the tables of this package. A sheet is the rows of a bank and day
// with one id, in which is when it was fetched; when a bank corrects itself both
// are kept, and the later counts. Values are units of the bank's currency for one unit, times
// money.RateScale; said and nominal are what stood in the sheet.
var Schema = db.Schema{Name: "rates", Steps: []string{`
CREATE TABLE rate_sheets (
	bank TEXT NOT NULL,
	day BIGINT NOT NULL,
	sheet_id BIGINT NOT NULL,
	currency TEXT NOT NULL,
	value BIGINT NOT NULL CHECK (value > 0),
	nominal BIGINT NOT NULL,
	said TEXT NOT NULL,
	url TEXT NOT NULL,
	PRIMARY KEY (bank, day, sheet_id, currency)
) /*clustered*/;
CREATE TABLE rate_drafts (
	bank TEXT NOT NULL,
	sheet_id BIGINT NOT NULL,
	sheet TEXT NOT NULL,
	url TEXT NOT NULL,
	who TEXT NOT NULL,
	PRIMARY KEY (bank)
) /*clustered*/;
CREATE TABLE rate_asks (
	bank TEXT NOT NULL,
	asked BIGINT NOT NULL,
	url TEXT NOT NULL,
	tag TEXT NOT NULL,
	modified TEXT NOT NULL,
	trouble TEXT NOT NULL,
	detail TEXT NOT NULL,
	PRIMARY KEY (bank)
) /*clustered*/;
`}}

// Wishes are what the operator set.
type Wishes struct {
	Pivot money.Currency
	Order string // lines "KGS kg ru"
	Fetch string // keys of the banks to ask, apart by spaces
}

// Service keeps what banks say and hands on what follows from it.
type Service struct {
	db     *db.DB
	landed *landed.Service
	wishes func() Wishes
}

// New makes the service.
func New(d *db.DB, l *landed.Service, wishes func() Wishes) *Service {
	return &Service{db: d, landed: l, wishes: wishes}
}

func (s *Service) order() Order {
	w := s.wishes()
	return NewOrder(w.Pivot, w.Order)
}

// wanted are the currencies of which a rate is kept: those of the market's
// countries, and the euro, in which rules of the border are written.
func wanted() []money.Currency {
	list := []money.Currency{"EUR"}
	for _, c := range country.All() {
		list = append(list, c.Currency)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// latest gives the last sheet of each bank on or before a day, as far as it may
// still count.
func latest(tx *db.Tx, day time.Time) (map[string]Sheet, error) {
	args, in := []any{db.Micro(day), db.Micro(day.AddDate(0, 0, -fresh))}, ""
	for _, b := range banks {
		args = append(args, b.Key)
		if in != "" {
			in += ", "
		}
		in += db.Place(len(args))
	}
	sheets := map[string]Sheet{}
	err := tx.Each(func(scan db.Scan) error {
		var key string
		var at int64
		var l Line
		if err := scan(&key, &at, &l.Currency, &l.Value, &l.Nominal, &l.Said); err != nil {
			return err
		}
		s := sheets[key]
		if s.Bank == "" {
			b, _ := Find(key)
			s = Sheet{Bank: key, Currency: b.Currency, Day: db.Time(at)}
		}
		s.Lines = append(s.Lines, l)
		sheets[key] = s
		return nil
	}, `SELECT s.bank, s.day, s.currency, s.value, s.nominal, s.said FROM rate_sheets s
		WHERE s.bank IN (`+in+`) AND s.day >= $2 AND s.day <= $1
		AND s.day = (SELECT MAX(m.day) FROM rate_sheets m WHERE m.bank = s.bank AND m.day <= $1)
		AND s.sheet_id = (SELECT MAX(f.sheet_id) FROM rate_sheets f WHERE f.bank = s.bank AND f.day = s.day)
		ORDER BY s.bank, s.currency`, args...)
	return sheets, err
}

// keep writes a sheet down, unless the bank said the same of that day last.
func keep(tx *db.Tx, s Sheet, url string) error {
	last, err := latest(tx, s.Day)
	if err != nil {
		return err
	}
	if old := last[s.Bank]; old.Day.Equal(s.Day) && slices.Equal(old.Lines, s.Lines) {
		return nil
	}
	const columns = 8
	args, id := make([]any, 0, columns*len(s.Lines)), tx.ID()
	for _, l := range s.Lines {
		args = append(args, s.Bank, db.Micro(s.Day), id, string(l.Currency), l.Value, l.Nominal, l.Said, url)
	}
	_, err = tx.Exec(`INSERT INTO rate_sheets (bank, day, sheet_id, currency, value, nominal, said, url) VALUES `+db.Places(len(s.Lines), columns), args...)
	return err
}

// ahead is how many days before its day a sheet may come: over long holidays
// banks say before what holds after.
const ahead = 14

// timely refuses a sheet of a day that can't be.
func timely(s Sheet, now time.Time) error {
	if s.Day.After(dayOf(now).AddDate(0, 0, ahead)) {
		return fault.Field("file", "fault.day")
	}
	return nil
}

// Take keeps a sheet and puts what follows from it into force.
func (s *Service) Take(ctx context.Context, sheet Sheet, url string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.take(tx, sheet, url) })
}

func (s *Service) take(tx *db.Tx, sheet Sheet, url string) error {
	if err := timely(sheet, tx.Now); err != nil {
		return err
	}
	if err := keep(tx, sheet, url); err != nil {
		return err
	}
	return s.settle(tx, sheet.Day)
}

// Settle derives the rates of today anew, for settings may have changed.
func (s *Service) Settle(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.settle(tx, dayOf(tx.Now)) })
}

// settle puts into force what the sheets of a day and before say.
func (s *Service) settle(tx *db.Tx, day time.Time) error {
	sheets, err := latest(tx, day)
	if err != nil {
		return err
	}
	changes, err := s.changes(tx, sheets, day)
	if err != nil {
		return err
	}
	var list []landed.Given
	for _, c := range changes {
		if !c.ByHand {
			list = append(list, c.New)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return s.landed.PutGiven(tx, list, day)
}

// Change is what a sheet would change.
type Change struct {
	Old    landed.Given // in force on that day; no Value when there is none
	New    landed.Given
	ByHand bool // an operator's rate of that day, or a later one, stands
}

// Tenths gives by how many tenths of a percent the rate moves; false without an
// old one.
func (c Change) Tenths() (int64, bool) {
	const thousand = 1000
	if c.Old.Value == 0 {
		return 0, false
	}
	n, err := money.HalfUp.MulDiv(c.New.Value-c.Old.Value, thousand, c.Old.Value)
	return n, err == nil
}

// leap is by how many tenths of a percent a rate may move before a person has to
// look: a misread sheet moves it tenfold, a hard day by five percent.
const leap = 100

// Leaps reports whether a rate would move further than is usual.
func (c Change) Leaps() bool {
	n, known := c.Tenths()
	return known && !c.ByHand && (n > leap || n < -leap)
}

// changes compares what follows from sheets with what is in force on a day.
func (s *Service) changes(tx *db.Tx, sheets map[string]Sheet, day time.Time) (list []Change, err error) {
	rows, err := landed.GivenOn(tx, day)
	if err != nil {
		return nil, err
	}
	now := make(map[money.Currency]landed.Given, len(rows))
	for _, g := range rows {
		now[g.To] = g
	}
	for _, next := range derive(counts(sheets, day), s.order(), wanted()) {
		old := now[next.To]
		if old.Bank == next.Bank && old.Day.Equal(next.Day) && old.Value == next.Value && old.Source == next.Source {
			continue
		}
		list = append(list, Change{old, next, old.Value > 0 && old.Bank == "" && !old.Day.Before(next.Day)})
	}
	return list, nil
}
