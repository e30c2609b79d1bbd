package hook

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"agora/db"
	"agora/egress"
	"agora/fault"
	"agora/identity"
)

// ID names an endpoint.
type ID int64

// Hook is an endpoint of a shop.
type Hook struct {
	ID     ID
	Shop   db.ShopID
	Person identity.PersonID // who said last what it is; it is told what she may see
	URL    string
	Kinds  []Kind
	Since  time.Time // from which on nothing arrived; zero when the last message did
	Off    time.Time // when it was switched off; zero while it is on
	Why    Reason    // that it is off
	Both   time.Time // until when a replaced secret signs, too; zero when none does

	secret, old string
}

// Reason is why an endpoint is off.
type Reason string

// The reasons.
const (
	ByHand    Reason = "hand"    // somebody switched it off
	Failing   Reason = "failing" // nothing arrived for GiveUp
	Gone      Reason = "gone"    // it answered that it is gone for good (410)
	Forbidden Reason = "person"  // its person no longer runs the shop
)

// Made is when it was made.
func (h Hook) Made() time.Time { return db.TimeOfID(int64(h.ID)) }

// Wants reports whether it wants a kind.
func (h Hook) Wants(k Kind) bool { return slices.Contains(h.Kinds, k) }

// Wish is what a person says of an endpoint.
type Wish struct {
	URL   string
	Kinds []Kind
	On    bool
}

// Thing gives what a message shows: the thing of an event as by may read it. A
// NotFound fault is a thing that is there no longer.
type Thing func(ctx context.Context, by identity.Actor, shop db.ShopID, k Kind, subject int64) (any, error)

// Options are what the service needs besides its tables.
type Options struct {
	Dev    bool           // endpoints on this machine, and http, are let pass
	Log    *slog.Logger   // nil for the default
	Jitter func() float64 // from 0 to 1, by which attempts are spread; nil for chance
	Out    *http.Client   // nil for one that calls the open net only
	Thing  Thing          // what messages show
}

// Service keeps the endpoints of shops and sends them messages.
type Service struct {
	db      *db.DB
	o       Options
	mu      sync.Mutex
	busy    map[ID]bool // endpoints that messages are sent to now
	sending sync.WaitGroup

	stopped atomic.Pointer[map[db.ShopID]bool] // shops with an endpoint that was switched off by itself

	saved int64 // the cursor as it was written; -1 when it must be read
	seen  int64 // events up to here need nothing
	idle  int   // events since the cursor was saved
}

// NewService makes the service. It sends nothing before Run; Run, and Step in
// its place, are for one goroutine.
func NewService(d *db.DB, o Options) *Service {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Out == nil {
		o.Out = egress.Strangers(Patience, o.Dev)
	}
	return &Service{db: d, o: o, busy: map[ID]bool{}, saved: -1}
}

// may reports whether an actor may see and change a shop's endpoints.
func may(by identity.Actor, shop db.ShopID) error {
	if by.Runs(shop) {
		return nil
	}
	return fault.New(fault.Forbidden, "fault.not_your_shop")
}

// Stopped reports whether an endpoint of a shop was switched off by itself, as of
// the last look of Run: at most a second ago. It asks no table, so that each
// page may ask.
func (s *Service) Stopped(shop db.ShopID) bool {
	seen := s.stopped.Load()
	return seen != nil && (*seen)[shop]
}

// look notes which shops have an endpoint that was switched off by itself.
func (s *Service) look(ctx context.Context) error {
	seen := map[db.ShopID]bool{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var shop db.ShopID
			err := scan(&shop)
			seen[shop] = true
			return err
		}, "SELECT DISTINCT shop_id FROM hooks WHERE switched_off > 0 AND why <> 'hand'")
	})
	if err == nil {
		s.stopped.Store(&seen)
	}
	return err
}

// List gives the endpoints of a shop, newest first; they are MaxHooks at most.
func (s *Service) List(ctx context.Context, by identity.Actor, shop db.ShopID) (list []Hook, err error) {
	if err := may(by, shop); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = hooksIn(tx, "shop_id = $1", int64(shop))
		return err
	})
	slices.Reverse(list)
	return list, err
}

// Hook gives one endpoint of a shop.
func (s *Service) Hook(ctx context.Context, by identity.Actor, shop db.ShopID, id ID) (h Hook, err error) {
	if err := may(by, shop); err != nil {
		return h, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		h, err = hookIn(tx, shop, id)
		return err
	})
	return h, err
}

func hookIn(tx *db.Tx, shop db.ShopID, id ID) (h Hook, err error) {
	list, err := hooksIn(tx, "shop_id = $1 AND hook_id = $2", int64(shop), int64(id))
	if err != nil {
		return h, err
	}
	if len(list) == 0 {
		return h, fault.New(fault.NotFound, "fault.no_hook")
	}
	return list[0], nil
}

func hooksIn(tx *db.Tx, where string, args ...any) ([]Hook, error) {
	return db.List(tx, func(scan db.Scan) (h Hook, err error) {
		var kinds string
		var until, failing, off int64
		err = scan(&h.ID, &h.Shop, &h.Person, &h.URL, &kinds, &h.secret, &h.old, &until, &failing, &off, &h.Why)
		for _, k := range strings.Fields(kinds) {
			h.Kinds = append(h.Kinds, Kind(k))
		}
		h.Since, h.Off = moment(failing), moment(off)
		if h.Both = moment(until); !tx.Now.Before(h.Both) {
			h.Both, h.old = time.Time{}, ""
		}
		return h, err
	}, "SELECT hook_id, shop_id, person_id, url, kinds, secret, old_secret, old_until, failing, switched_off, why FROM hooks WHERE "+where+" ORDER BY hook_id", args...)
}

// moment reads a time that may be none.
func moment(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return db.Time(micro)
}

func joined(kinds []Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, " ")
}
