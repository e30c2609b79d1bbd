package relief

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// importOf is how many lines are written in one transaction: those that wait behind it
// wait for a part of a second.
const importOf = 500

// importAtOnce is how many lines are in one statement.
const importAtOnce = 100

// Import is what became of the lines of a list.
type Import struct {
	PastCount       // as they were read
	New       int64 // of all, those that were not there
}

// Import keeps the lines of another system's list: good ones as records, offers among
// them as pledges too, that nobody promised yet; those that are parked for a person to
// look at; those that are refused for the report. Each line is kept once, by what it says,
// so a list that is sent again, or was cut off in the middle, ends as if it had come once.
func (s *Service) Import(ctx context.Context, by identity.Actor, crisis CrisisID, kind RecordKind, r io.Reader) (out Import, err error) {
	if !Coordinates(by) {
		return out, errNotMe
	}
	if !slices.Contains(RecordKinds, kind) {
		return out, fault.Field("kind", "fault.choice")
	}
	now, err := s.importing(ctx, crisis)
	if err != nil {
		return out, err
	}
	var batch []entry
	for e, err := range readRecords(kind, r, now) {
		if err != nil {
			return out, err
		}
		out.Add(e.Verdict, faultsOf(e.Record))
		if batch = append(batch, e); len(batch) == importOf {
			if err := s.keep(ctx, crisis, batch, &out); err != nil {
				return out, err
			}
			batch = batch[:0]
		}
	}
	err = s.keep(ctx, crisis, batch, &out)
	return out, err
}

// importing gives the time of an import into a crisis that goes on.
func (s *Service) importing(ctx context.Context, crisis CrisisID) (now time.Time, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		_, err := openCrisis(tx, crisis)
		return err
	})
	return now, err
}

func faultsOf(r Record) (list fault.Fields) {
	for _, f := range r.Faults {
		list = append(list, f.Error())
	}
	return list
}

// keep writes lines in one transaction.
func (s *Service) keep(ctx context.Context, crisis CrisisID, batch []entry, out *Import) error {
	var fresh int64
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		fresh = 0
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		items := pastShelf{crisis: crisis}
		for part := range slices.Chunk(batch, importAtOnce) {
			n, err := items.keep(tx, part)
			if err != nil {
				return err
			}
			fresh += n
		}
		return nil
	})
	if err == nil {
		out.New += fresh
	}
	return err
}

// keep writes the lines of a list that are not there yet.
func (p *pastShelf) keep(tx *db.Tx, list []entry) (fresh int64, err error) {
	known, err := p.known(tx, list)
	if err != nil {
		return 0, err
	}
	var records, pledges rows
	for _, e := range list {
		e.Crisis = p.crisis
		key, said := e.keys()
		if known[key] || said != "" && known[said] {
			continue
		}
		if e.Verdict != LineGood {
			e.Item, e.Units = 0, 0
		} else if err := p.find(tx, &e); err != nil {
			return 0, err
		}
		records.add(int64(e.Crisis), string(e.Kind), key, said, e.Row, string(e.Verdict), int64(e.Item), e.Units, string(e.Status), db.Micro(e.Began), db.Micro(e.Ended), text(e.RecordNote))
		if e.Verdict == LineGood && e.Kind == Offers {
			pledges.add(e.pledge(tx)...)
		}
		fresh++
	}
	if err := records.insert(tx, "relief_past", recordColumns); err != nil {
		return 0, err
	}
	return fresh, pledges.insert(tx, "relief_pledges", pledgeColumns)
}

// keys are by what a line is kept, and by what it says. A line that is refused has its
// number in its key, for it may say what a good one says.
func (e entry) keys() (key, said string) {
	if e.Verdict == LineRefused {
		return e.id + ":" + strconv.FormatInt(e.Row, 10), ""
	}
	return e.id, e.id
}

// known tells which of lines are kept, or said by others that are.
func (p *pastShelf) known(tx *db.Tx, list []entry) (map[string]bool, error) {
	known := map[string]bool{}
	var args []any
	for _, e := range list {
		key, _ := e.keys()
		args = append(args, key)
	}
	n := len(args)
	in := db.Places(1, n)
	args = append(args, int64(p.crisis), string(list[0].Kind))
	return known, tx.Each(func(scan db.Scan) error {
		var key, said string
		err := scan(&key, &said)
		known[key], known[said] = true, true
		return err
	}, fmt.Sprintf("SELECT line_id, said_id FROM relief_past WHERE crisis_id = $%d AND kind = $%d AND (line_id IN %s OR said_id IN %s)", n+1, n+2, in, in), args...)
}

// rows are written by one statement.
type rows struct {
	width int
	args  []any
}

func (r *rows) add(values ...any) { r.width, r.args = len(values), append(r.args, values...) }

func (r *rows) insert(tx *db.Tx, table, columns string) error {
	if len(r.args) == 0 {
		return nil
	}
	_, err := tx.Exec("INSERT INTO "+table+" ("+columns+") VALUES "+db.Places(len(r.args)/r.width, r.width), r.args...)
	return err
}

// saidAt gives the line that says the same; 0 for none.
func saidAt(tx *db.Tx, r Record, said string) (row int64, err error) {
	return row, tx.Row("SELECT COALESCE(MAX(line), 0) FROM relief_past WHERE crisis_id = $1 AND kind = $2 AND said_id = $3", []any{int64(r.Crisis), string(r.Kind), said}, &row)
}

// pledge is the row of an offer as a pledge that was recorded: it counts when who
// coordinates has asked its donor and takes it.
func (e entry) pledge(tx *db.Tx) []any {
	g := Gift{Donor: e.offer.Donor, Place: e.offer.State, Note: e.offer.Donation}
	return []any{int64(e.Crisis), tx.ID(), int64(e.Item), e.Units, string(Recorded), text(g)}
}

// pastShelf finds the items of a crisis by the codes of records, and writes down those
// that the crisis has not.
type pastShelf struct {
	crisis CrisisID
	ids    map[string]goods.ItemID
}

func (p *pastShelf) find(tx *db.Tx, e *entry) error {
	if p.ids == nil {
		p.ids = map[string]goods.ItemID{}
		have, err := itemsIn(tx, p.crisis)
		if err != nil {
			return err
		}
		for _, i := range have {
			p.ids[i.Code] = i.ID
		}
	}
	if p.ids[e.code] == 0 {
		past, known := pastItem(e.code)
		if !known || len(p.ids) >= maxItems {
			return fault.Field("file", "fault.at_most", "max", int64(maxItems))
		}
		i := past.Item(p.crisis)
		i.ID = goods.ItemID(tx.ID())
		if _, err := tx.Exec("INSERT INTO relief_items ("+itemColumns+") VALUES "+db.Places(1, 4), int64(i.Crisis), int64(i.ID), i.Code, text(i.Sort)); err != nil {
			return err
		}
		p.ids[e.code] = i.ID
	}
	e.Item = p.ids[e.code]
	return nil
}
