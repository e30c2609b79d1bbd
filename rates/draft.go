package rates

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Draft is a sheet that waits for an operator: one that was uploaded, or one
// that a bank said and that moves a rate further than is usual.
type Draft struct {
	Sheet
	ID      int64  // of this upload or answer: in it is when it came
	URL     string // where it was read; the name of the file for an upload
	Who     string
	Changes []Change
}

func operators(by identity.Actor) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return nil
}

// Draft reads a sheet by hand and keeps it until it is applied or dropped. One
// of the same bank that waits is replaced.
func (s *Service) Draft(ctx context.Context, by identity.Actor, bank, name string, r io.Reader) error {
	if err := operators(by); err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return err
	}
	sheet, err := Read(bank, body)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := timely(sheet, tx.Now); err != nil {
			return err
		}
		return hold(tx, sheet, plain(name), by.String())
	})
}

func hold(tx *db.Tx, sheet Sheet, url, who string) error {
	text, err := json.Marshal(sheet)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO rate_drafts (bank, sheet_id, sheet, url, who) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (bank) DO UPDATE SET sheet_id = excluded.sheet_id, sheet = excluded.sheet, url = excluded.url, who = excluded.who`,
		sheet.Bank, tx.ID(), string(text), url, who)
	return err
}

// Drafted gives the sheet of a bank that waits, with what it would change now.
func (s *Service) Drafted(ctx context.Context, by identity.Actor, bank string) (d Draft, err error) {
	if err := operators(by); err != nil {
		return d, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if d, err = drafted(tx, bank); err != nil {
			return err
		}
		d.Changes, err = s.preview(tx, d.Sheet)
		return err
	})
	return d, err
}

// preview is what a sheet would change if it were taken.
func (s *Service) preview(tx *db.Tx, sheet Sheet) ([]Change, error) {
	sheets, err := latest(tx, sheet.Day)
	if err != nil {
		return nil, err
	}
	sheets[sheet.Bank] = sheet
	return s.changes(tx, sheets, sheet.Day)
}

func drafted(tx *db.Tx, bank string) (d Draft, err error) {
	var text string
	list, err := db.List(tx, func(scan db.Scan) (Draft, error) {
		err := scan(&d.ID, &text, &d.URL, &d.Who)
		return d, err
	}, `SELECT sheet_id, sheet, url, who FROM rate_drafts WHERE bank = $1`, bank)
	if err != nil {
		return d, err
	}
	if len(list) == 0 {
		return d, fault.New(fault.NotFound, "fault.not_found")
	}
	return d, json.Unmarshal([]byte(text), &d.Sheet)
}

// Fetched is when a draft came.
func (d Draft) Fetched() time.Time { return db.TimeOfID(d.ID) }

// Apply puts a draft into force: the one of an id, so that
// nobody applies another than was looked at.
func (s *Service) Apply(ctx context.Context, by identity.Actor, bank string, id int64) error {
	return s.end(ctx, by, bank, id, "rates.applied", func(tx *db.Tx, d Draft) error { return s.take(tx, d.Sheet, d.URL) })
}

// Drop forgets a draft.
func (s *Service) Drop(ctx context.Context, by identity.Actor, bank string, id int64) error {
	return s.end(ctx, by, bank, id, "rates.dropped", func(*db.Tx, Draft) error { return nil })
}

func (s *Service) end(ctx context.Context, by identity.Actor, bank string, id int64, action string, do func(*db.Tx, Draft) error) error {
	if err := operators(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := drafted(tx, bank)
		if err != nil {
			return err
		}
		if d.ID != id {
			return fault.New(fault.Conflict, "fault.rates_other")
		}
		if err := do(tx, d); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM rate_drafts WHERE bank = $1`, bank); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, action, "rates:"+bank, map[string]string{"day": d.Day.Format(time.DateOnly), "from": d.URL})
	})
}
