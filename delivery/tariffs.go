package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

var errNoTariff = fault.New(fault.NotFound, "fault.not_found")

func operatorsOnly(by identity.Actor) error {
	if by.IsOperator() || by.System {
		return nil
	}
	return fault.New(fault.Forbidden, "fault.operators_only")
}

// Carriers gives all carriers by key: those that operators wrote, and the
// national posts that the program brings.
func (s *Service) Carriers(ctx context.Context) (list []Carrier, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = carriers(tx)
		return err
	})
	return list, err
}

func carriers(tx *db.Tx) ([]Carrier, error) {
	own, err := db.List(tx, func(scan db.Scan) (c Carrier, err error) {
		var doc string
		if err := scan(&doc); err != nil {
			return c, err
		}
		return c, json.Unmarshal([]byte(doc), &c)
	}, "SELECT doc FROM carriers ORDER BY carrier")
	return merged(own), err
}

// Carrier gives one carrier by its key.
func (s *Service) Carrier(ctx context.Context, key string) (Carrier, error) {
	list, err := s.Carriers(ctx)
	if err != nil {
		return Carrier{}, err
	}
	if i := slices.IndexFunc(list, func(c Carrier) bool { return c.Key == key }); i >= 0 {
		return list[i], nil
	}
	return Carrier{}, fault.New(fault.NotFound, "fault.not_found")
}

// SaveCarrier writes what a carrier takes, an operator's.
func (s *Service) SaveCarrier(ctx context.Context, by identity.Actor, c Carrier) error {
	if err := operatorsOnly(by); err != nil {
		return err
	}
	c.Name, c.Source = strings.TrimSpace(c.Name), strings.TrimSpace(c.Source)
	if err := c.check(); err != nil {
		return err
	}
	doc, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var n int64
		if err := tx.Row("SELECT COUNT(*) FROM carriers WHERE carrier <> $1", []any{c.Key}, &n); err != nil {
			return err
		}
		if n >= mostCarriers {
			return fault.New(fault.Conflict, "fault.carriers_many", "max", mostCarriers)
		}
		if _, err := tx.Exec(`INSERT INTO carriers (carrier, doc, secret) VALUES ($1, $2, '')
			ON CONFLICT (carrier) DO UPDATE SET doc = excluded.doc`, c.Key, string(doc)); err != nil {
			return err
		}
		tx.AfterCommit(s.forgetAll)
		if err := saved(tx, db.House); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "carrier.saved", c.Key, nil)
	})
}

const tariffColumns = "tariff_id, carrier, home, valid_from, draft, doc"

func scanTariff(scan db.Scan) (t Tariff, err error) {
	var from, draft int64
	var doc string
	if err := scan(&t.ID, &t.Carrier, &t.Home, &from, &draft, &doc); err != nil {
		return t, err
	}
	if err := json.Unmarshal([]byte(doc), &t); err != nil {
		return t, err
	}
	t.From, t.Draft = db.Time(from), draft > 0
	return t, nil
}

// DraftTariff reads a file of prices of a carrier for parcels posted in a
// country, and keeps it as a draft that counts for nothing.
func (s *Service) DraftTariff(ctx context.Context, by identity.Actor, carrier string, home country.Code, from time.Time, c money.Currency, r io.Reader) (id TariffID, err error) {
	if err := operatorsOnly(by); err != nil {
		return 0, err
	}
	who, err := s.Carrier(ctx, carrier)
	if err != nil {
		return 0, err
	}
	var f fault.Fields
	if !slices.Contains(who.Countries, home) {
		f.Add("home", "fault.choice")
	}
	if !c.Valid() {
		f.Add("currency", "fault.choice")
		return 0, f
	}
	if from.IsZero() {
		f.Add("from", "fault.required")
	}
	t, err := ReadTariff(r, c)
	if err := f.Join("", err); err != nil {
		return 0, err
	}
	if err := f.Err(); err != nil {
		return 0, err
	}
	doc, err := json.Marshal(t)
	if err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := notPast(tx, from); err != nil {
			return err
		}
		id = TariffID(tx.ID())
		_, err := tx.Exec("INSERT INTO carrier_tariffs ("+tariffColumns+") VALUES ($1, $2, $3, $4, 1, $5)",
			int64(id), carrier, string(home), db.Micro(from.UTC().Truncate(24*time.Hour)), string(doc))
		return err
	})
	return id, err
}

// notPast refuses a day before today: what was offered stays as it was.
func notPast(tx *db.Tx, from time.Time) error {
	if from.Before(tx.Now.UTC().Truncate(24 * time.Hour)) {
		return fault.Field("from", "fault.day_past")
	}
	return nil
}

// Tariff gives a tariff and what it changes of the one that counts on its first
// day.
func (s *Service) Tariff(ctx context.Context, by identity.Actor, id TariffID) (t Tariff, changes []Change, err error) {
	if err := operatorsOnly(by); err != nil {
		return t, nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if t, err = tariff(tx, id); err != nil {
			return err
		}
		list, err := tariffsOf(tx, t.Carrier)
		before, _ := inForce(slices.DeleteFunc(list, func(o Tariff) bool { return !t.Draft && o.ID >= t.ID }), t.Home, t.Currency, t.From)
		changes = t.Changes(before)
		return err
	})
	return t, changes, err
}

func tariff(tx *db.Tx, id TariffID) (Tariff, error) {
	t, err := db.One(tx, scanTariff, "SELECT "+tariffColumns+" FROM carrier_tariffs WHERE tariff_id = $1", int64(id))
	if errors.Is(err, db.ErrNone) {
		err = errNoTariff
	}
	return t, err
}

// tariffsOf gives the newest tariffs of carriers that are no drafts.
func tariffsOf(tx *db.Tx, keys ...string) ([]Tariff, error) {
	var args []any
	in := ""
	for _, k := range keys {
		args = append(args, k)
		in += ", " + db.Place(len(args))
	}
	if in == "" {
		return nil, nil
	}
	return db.List(tx, scanTariff, "SELECT "+tariffColumns+" FROM carrier_tariffs WHERE draft = 0 AND carrier IN ("+in[2:]+") ORDER BY valid_from DESC, tariff_id DESC LIMIT 200", args...)
}

// Tables gives the carriers that have prices for parcels posted in a country,
// in a currency.
func (s *Service) Tables(ctx context.Context, home country.Code, c money.Currency) (list []Carrier, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		tariffs, err := db.List(tx, scanTariff, "SELECT "+tariffColumns+" FROM carrier_tariffs WHERE draft = 0 AND home = $1 ORDER BY tariff_id DESC LIMIT 200", string(home))
		if err != nil || len(tariffs) == 0 {
			return err
		}
		all, err := carriers(tx)
		for _, one := range all {
			if slices.ContainsFunc(tariffs, func(t Tariff) bool { return t.Carrier == one.Key && t.Currency == c }) {
				list = append(list, one)
			}
		}
		return err
	})
	return list, err
}

// inForce gives of tariffs, the newest first, the one that counts on a day.
func inForce(list []Tariff, home country.Code, c money.Currency, day time.Time) (Tariff, bool) {
	for _, t := range list {
		if t.Home == home && t.Currency == c && !t.From.After(day) {
			return t, true
		}
	}
	return Tariff{}, false
}

// ApplyTariff lets a draft count from its day on; saying it twice changes
// nothing.
func (s *Service) ApplyTariff(ctx context.Context, by identity.Actor, id TariffID) error {
	return s.settle(ctx, by, id, "tariff.applied", func(tx *db.Tx, t Tariff) error {
		if err := notPast(tx, t.From); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE carrier_tariffs SET draft = 0 WHERE tariff_id = $1", int64(id))
		return err
	})
}

// DropTariff forgets a draft.
func (s *Service) DropTariff(ctx context.Context, by identity.Actor, id TariffID) error {
	return s.settle(ctx, by, id, "tariff.dropped", func(tx *db.Tx, _ Tariff) error {
		_, err := tx.Exec("DELETE FROM carrier_tariffs WHERE tariff_id = $1 AND draft = 1", int64(id))
		return err
	})
}

func (s *Service) settle(ctx context.Context, by identity.Actor, id TariffID, action string, do func(*db.Tx, Tariff) error) error {
	if err := operatorsOnly(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := tariff(tx, id)
		if err != nil || !t.Draft {
			return err
		}
		if err := do(tx, t); err != nil {
			return err
		}
		tx.AfterCommit(s.forgetAll)
		if err := saved(tx, db.House); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, action, t.Carrier, map[string]int64{"tariff": int64(id)})
	})
}

// Tariffs gives the tariffs of a carrier with its drafts, the newest first.
func (s *Service) Tariffs(ctx context.Context, by identity.Actor, carrier string, before TariffID) (list []Tariff, err error) {
	if err := operatorsOnly(by); err != nil {
		return nil, err
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanTariff, "SELECT "+tariffColumns+" FROM carrier_tariffs WHERE carrier = $1 AND tariff_id < $2 ORDER BY tariff_id DESC LIMIT $3",
			carrier, int64(before), PageSize)
		return err
	})
	return list, err
}

// PageSize bounds a list.
const PageSize = 50
