package relief

import (
	"encoding/json"
	"errors"
	"sync"

	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// PageSize bounds every list of a page.
const PageSize = 50

// Service keeps the crises of one node.
type Service struct {
	db    *db.DB
	files *blob.Store // see KeepFiles

	filing sync.RWMutex // read while a voucher is stored and noted, written while a file goes
}

// New makes a Service on a database that has Schema and goods.Schema.
func New(store *db.DB) *Service { return &Service{db: store} }

// owner is whose the files are that this package stores.
const owner = "relief"

// KeepFiles says where the pictures of proofs and the vouchers lie: in a store that
// nobody reads by an address alone.
func (s *Service) KeepFiles(files *blob.Store) { s.files = files.Of(owner) }

var (
	errNone   = fault.New(fault.NotFound, "fault.relief_unknown")
	errNotMe  = fault.New(fault.Forbidden, "fault.forbidden")
	errClosed = fault.New(fault.Conflict, "fault.crisis_closed")
	errJudged = fault.New(fault.Conflict, "fault.relief_judged")
)

// Coordinates reports whether an actor runs the crises of the node.
func Coordinates(by identity.Actor) bool { return by.System || by.IsCoordinator() }

// Answers reports whether an actor takes needs on the telephone for facilities.
func Answers(by identity.Actor) bool { return by.System || by.IsCaller() }

// book is that of the goods of a crisis.
func book(id CrisisID) goods.BookID { return goods.BookID(id) }

func none(err error) error {
	if errors.Is(err, db.ErrNone) {
		return errNone
	}
	return err
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs of this package
	}
	return string(b)
}
