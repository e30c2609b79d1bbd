package assembly

import (
	"encoding/json"
	"errors"
	"sync"

	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/slide"
)

// PageSize bounds every list of a page.
const PageSize = 50

// Service keeps the events of one node.
type Service struct {
	db        *db.DB
	halls     halls
	reactions reactions
	airs      airs
	films     films
	files     *blob.Store  // see KeepFiles
	filing    sync.RWMutex // read while a file is stored and noted, written while one goes
	logos     *blob.Store  // see ShowLogos
	slides    *slide.Painter
}

// New makes a Service on a database that has Schema.
func New(store *db.DB) *Service { return &Service{db: store, slides: slide.New()} }

// KeepFiles says where slides, hand-outs and the pieces of recordings lie: in a store
// that no address of the node leads to, of which this package gives to those who may
// have them.
func (s *Service) KeepFiles(files *blob.Store) { s.files = files.Of(owner) }

// ShowLogos says where the logos of organisations lie: in the store that everybody's
// browser loads pictures from.
func (s *Service) ShowLogos(public *blob.Store) { s.logos = public }

var (
	errNone  = fault.New(fault.NotFound, "fault.event_unknown")
	errNotMe = fault.New(fault.Forbidden, "fault.forbidden")
	errStale = fault.New(fault.Conflict, "fault.event_changed")
)

// Hosts reports whether an actor runs what a host holds: the house's events an
// operator, a shop's those who work there.
func Hosts(by identity.Actor, host db.ShopID) bool {
	return by.System || by.IsOperator() || by.Runs(host)
}

// none makes what is not there a fault.
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
