package feed

import (
	"context"
	"errors"
	"io"
	"strconv"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// The events of an import: it is to be run, or to be taken back.
const (
	ImportBegun  event.Kind = "feed.import"
	ImportUndone event.Kind = "feed.undo"
)

// ImportID names an import.
type ImportID int64

// State is where an import stands.
type State string

// The states of an import.
const (
	Running State = "running"
	Done    State = "done"
	Refused State = "refused" // something was wrong with the file by then; nothing came in
	Undoing State = "undoing"
	Undone  State = "undone"
)

// Run is an import as it is now.
type Run struct {
	ID          ImportID
	Shop        catalog.ShopID
	Person      identity.PersonID // who began it
	Good        bool              // only the products that are right were wanted
	State       State
	Format      Format
	Total, Done int64 // products
	Created     int64
	Changed     int64
	Same        int64
	Refused     int64
	CanUndo     bool // what was before is still kept

	file blob.Key
}

// Ended reports whether nothing more happens by itself.
func (r Run) Ended() bool { return r.State != Running && r.State != Undoing }

// batch is how many products are written in one transaction, so that others
// get their turn.
const batch = 50

// KeepFiles says where the files of imports lie while they run.
func (s *Service) KeepFiles(private *blob.Store) { s.files = private }

// Begin keeps a file and notes that it is to be imported; Continue does it, now
// or whenever the node serves again. A shop has one import at a time.
func (s *Service) Begin(ctx context.Context, by identity.Actor, shop catalog.Shop, r io.Reader, good bool) (id ImportID, err error) {
	if !by.Runs(shop.ID) && !by.IsOperator() {
		return 0, catalog.ErrForbidden
	}
	key, _, err := s.files.Put(ctx, r, MaxBytes)
	if err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var busy int
		if err := tx.Row("SELECT COUNT(*) FROM feed_imports WHERE shop_id = $1 AND state IN ('running', 'undoing')", []any{int64(shop.ID)}, &busy); err != nil {
			return err
		}
		if busy > 0 {
			return fault.New(fault.Conflict, "fault.import_runs")
		}
		id = ImportID(tx.ID())
		wanted := 0
		if good {
			wanted = 1
		}
		if _, err := tx.Exec(`INSERT INTO feed_imports (shop_id, import_id, person, file, good, state, format, total, done, created, changed, same, refused, updated)
			VALUES ($1, $2, $3, $4, $5, 'running', '', 0, 0, 0, 0, 0, 0, $6)`, int64(shop.ID), int64(id), int64(by.Person), string(key), wanted, db.Micro(tx.Now)); err != nil {
			return err
		}
		if err := forgetUndo(tx, shop.ID); err != nil {
			return err
		}
		return event.Append(tx, shop.ID, ImportBegun, int64(id), nil)
	})
	return id, err
}

// keptUndo is how many imports of a shop can be taken back: the newest.
const keptUndo = 3

func forgetUndo(tx *db.Tx, shop catalog.ShopID) error {
	_, err := tx.Exec(`DELETE FROM feed_undo WHERE shop_id = $1 AND import_id NOT IN
		(SELECT import_id FROM feed_imports WHERE shop_id = $1 ORDER BY import_id DESC LIMIT `+strconv.Itoa(keptUndo)+`)`, int64(shop))
	return err
}

const runColumns = `r.import_id, r.shop_id, r.person, r.file, r.good, r.state, r.format, r.total, r.done, r.created, r.changed, r.same, r.refused,
	(SELECT COUNT(*) FROM feed_undo u WHERE u.shop_id = r.shop_id AND u.import_id = r.import_id)`

func scanRun(scan db.Scan) (r Run, err error) {
	var good, undo int64
	err = scan(&r.ID, &r.Shop, &r.Person, &r.file, &good, &r.State, &r.Format, &r.Total, &r.Done, &r.Created, &r.Changed, &r.Same, &r.Refused, &undo)
	r.Good, r.CanUndo = good != 0, undo > 0 && r.State == Done
	return r, err
}

func runIn(tx *db.Tx, shop catalog.ShopID, id ImportID) (Run, error) {
	r, err := db.One(tx, scanRun, "SELECT "+runColumns+" FROM feed_imports r WHERE r.shop_id = $1 AND r.import_id = $2", int64(shop), int64(id))
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return r, err
}

// Latest gives the newest import of a shop to those who run it; ok tells whether
// there was any.
func (s *Service) Latest(ctx context.Context, by identity.Actor, shop catalog.ShopID) (r Run, ok bool, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return r, false, catalog.ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err = db.One(tx, scanRun, "SELECT "+runColumns+" FROM feed_imports r WHERE r.shop_id = $1 ORDER BY r.import_id DESC LIMIT 1", int64(shop))
		return err
	})
	if errors.Is(err, db.ErrNone) {
		return Run{}, false, nil
	}
	return r, err == nil, err
}
