package landed

import (
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// givenStep is the second step: who gave a rate. What was there before was put
// in by hand.
const givenStep = `
ALTER TABLE exchange_rates ADD COLUMN bank TEXT NOT NULL DEFAULT '';
`

// Given is a dated rate, units of To for one US dollar, with who gave it.
type Given struct {
	money.Rate
	Bank string // key of the central bank it was derived from; "" for one put in by hand
}

// GivenOn gives, for each currency, the latest rate on or before a day.
func GivenOn(tx *db.Tx, t time.Time) ([]Given, error) {
	return db.List(tx, func(scan db.Scan) (g Given, err error) {
		var at int64
		err = scan(&g.To, &at, &g.Value, &g.Source, &g.Bank)
		g.From, g.Day = "USD", db.Time(at)
		return g, err
	}, `SELECT r.currency, r.day, r.per_dollar, r.source, r.bank FROM exchange_rates r
		WHERE r.day = (SELECT MAX(m.day) FROM exchange_rates m WHERE m.currency = r.currency AND m.day <= $1)
		ORDER BY r.currency`, db.Micro(day(t)))
}

// PutGiven stores rates that were derived from central banks. A rate that was
// put in by hand for the same day stays; later ones of other banks, up to a day,
// are taken out, so that the bank that gives a currency now is the one that
// counts.
func (s *Service) PutGiven(tx *db.Tx, list []Given, until time.Time) error {
	for _, g := range list {
		if g.From != "USD" || g.To == "USD" || !g.To.Valid() || g.Value <= 0 || g.Day.IsZero() || g.Source == "" || g.Bank == "" {
			return fault.Field("rate", "fault.rate_format")
		}
		at := db.Micro(day(g.Day))
		if _, err := tx.Exec(`INSERT INTO exchange_rates (currency, day, per_dollar, source, bank) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (currency, day) DO UPDATE SET per_dollar = excluded.per_dollar, source = excluded.source, bank = excluded.bank
			WHERE exchange_rates.bank <> ''`, string(g.To), at, g.Value, g.Source, g.Bank); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM exchange_rates WHERE currency = $1 AND day > $2 AND day <= $3 AND bank <> '' AND bank <> $4`,
			string(g.To), at, db.Micro(day(until)), g.Bank); err != nil {
			return err
		}
	}
	tx.AfterCommit(s.forget)
	return nil
}
