package academy

import (
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"

	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/memo"
)

// PageSize bounds every list of a page.
const PageSize = 50

// Service keeps the courses and learners of one node.
type Service struct {
	db       *db.DB
	files    *blob.Store
	editions *memo.Memo[editionKey, Edition]
	told     *memo.Memo[toldKey, []Practice]
	site     func() string // see Site
	heavy    sync.Mutex    // held while a whole course is in memory
	proved   atomic.Int64  // rises with each task that was counted here
}

// New makes a Service on a database that has Schema; files takes what is in courses.
func New(store *db.DB, files *blob.Store) *Service {
	return &Service{db: store, files: files, editions: memo.New[editionKey, Edition](rememberedEditions), told: memo.New[toldKey, []Practice](rememberedLearners)}
}

// Site says at which address the node answers ("https://agora.example"): certificates lead
// there to what their holders did.
func (s *Service) Site(address func() string) { s.site = address }

var (
	errNone    = fault.New(fault.NotFound, "fault.course_unknown")
	errNotMe   = fault.New(fault.Forbidden, "fault.forbidden")
	errSignIn  = fault.New(fault.Unauthenticated, "fault.sign_in_first")
	errNotYet  = fault.New(fault.Conflict, "fault.course_unfinished")
	errOutside = fault.New(fault.NotFound, "fault.learner_unknown")
)

// Teaches reports whether an actor keeps the courses of the node and looks after those who
// learn.
func Teaches(by identity.Actor) bool { return by.System || by.IsTeacher() }

// none gives for no row what is said instead of it.
func none(err error, instead error) error {
	if errors.Is(err, db.ErrNone) {
		return instead
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
