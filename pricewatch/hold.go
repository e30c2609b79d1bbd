package pricewatch

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/identity"
)

// HoldID names a hold.
type HoldID int64

// HoldState is how far a hold is.
type HoldState string

// States of a hold. All but Allowed and Released keep the listing from being sold.
const (
	Held     HoldState = "held"
	Appealed HoldState = "appealed" // its seller asked an operator to look
	Refused  HoldState = "refused"  // an operator said that it stays
	Allowed  HoldState = "allowed"  // an operator let these prices be, as long as the cap runs
	Released HoldState = "released" // over: lowered, or the cap ended, or it is not for sale
)

// HoldStates are all states in the order in which they are looked through.
var HoldStates = []HoldState{Appealed, Held, Refused, Allowed, Released}

// Blocks reports whether a listing in this state is not sold.
func (s HoldState) Blocks() bool { return s == Held || s == Appealed || s == Refused }

// Hold is a listing that was dearer than its cap, with all that followed.
type Hold struct {
	ID      HoldID
	Shop    catalog.ShopID
	Product catalog.ProductID
	Crisis  CrisisID
	State   HoldState
	Story
}

// Story is what a hold is about. Nothing of it is taken away.
type Story struct {
	Title    catalog.Texts `json:"title"`
	ShopName string        `json:"shop_name"`
	Evidence Evidence      `json:"evidence"` // as of the last look that found it too dear
	Steps    []Step        `json:"steps"`
}

// Step is one thing that happened to a hold.
type Step struct {
	At    time.Time `json:"at"` // UTC
	Did   string    `json:"did"`
	By    string    `json:"by,omitempty"`
	Words string    `json:"words,omitempty"`
	File  blob.Key  `json:"file,omitempty"` // that a seller sent
	Type  string    `json:"type,omitempty"` // media type of File
}

// What a Step did.
const (
	StepHeld      = "held"
	StepAgain     = "again" // the price was changed and is still too high
	StepAppealed  = "appealed"
	StepAllowed   = "allowed"
	StepRefused   = "refused"
	StepLowered   = "lowered"
	StepEnded     = "ended"     // the cap ended, or there is none for it now
	StepWithdrawn = "withdrawn" // its seller does not offer it now
)

// maxSteps bounds what is kept of one hold; a seller who changes the price more often
// keeps the last.
const maxSteps = 100

func (h *Hold) add(s Step) {
	if len(h.Steps) >= maxSteps && s.Did == StepAgain {
		return
	}
	h.Steps = append(h.Steps, s)
}

// Since is when it was held first.
func (h Hold) Since() time.Time { return db.TimeOfID(int64(h.ID)) }

const holdColumns = "shop_id, hold_id, product_id, crisis_id, state, doc"

func scanHold(scan db.Scan) (h Hold, err error) {
	var doc string
	if err := scan((*int64)(&h.Shop), (*int64)(&h.ID), (*int64)(&h.Product), (*int64)(&h.Crisis), (*string)(&h.State), &doc); err != nil {
		return h, err
	}
	return h, json.Unmarshal([]byte(doc), &h.Story)
}

// write keeps what became of a hold, and tells of it where its state changed.
func (h Hold) write(tx *db.Tx, from HoldState) error {
	if _, err := tx.Exec("UPDATE price_holds SET state = $3, crisis_id = $4, doc = $5 WHERE shop_id = $1 AND hold_id = $2",
		int64(h.Shop), int64(h.ID), string(h.State), int64(h.Crisis), text(h.Story)); err != nil {
		return err
	}
	if h.State == from {
		return nil
	}
	return h.tell(tx)
}

// tell writes the event of a state: "price.held", "price.released".
func (h Hold) tell(tx *db.Tx) error {
	return event.Append(tx, h.Shop, event.Kind("price."+string(h.State)), int64(h.ID), nil)
}

func holdIn(tx *db.Tx, shop catalog.ShopID, id HoldID) (Hold, error) {
	h, err := db.One(tx, scanHold, "SELECT "+holdColumns+" FROM price_holds WHERE shop_id = $1 AND hold_id = $2", int64(shop), int64(id))
	return h, none(err)
}

// Hold gives one hold, to those who run the shop and to operators.
func (s *Service) Hold(ctx context.Context, by identity.Actor, shop catalog.ShopID, id HoldID) (h Hold, err error) {
	if !by.Runs(shop) && !by.IsOperator() && !by.System {
		return h, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		h, err = holdIn(tx, shop, id)
		return err
	})
	return h, err
}

// HoldOf gives the hold of a product that counts, or its last one.
func (s *Service) HoldOf(ctx context.Context, by identity.Actor, shop catalog.ShopID, product catalog.ProductID) (h Hold, err error) {
	if !by.Runs(shop) && !by.IsOperator() && !by.System {
		return h, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		h, err = db.One(tx, scanHold, "SELECT "+holdColumns+" FROM price_holds WHERE shop_id = $1 AND product_id = $2 ORDER BY hold_id DESC LIMIT 1", int64(shop), int64(product))
		return none(err)
	})
	return h, err
}

// Holds lists those of a crisis in a state, or with "" all that keep a listing from being
// sold, the oldest first, to operators; after is the last of the page before.
func (s *Service) Holds(ctx context.Context, by identity.Actor, crisis CrisisID, in HoldState, after HoldID) (list []Hold, err error) {
	if !by.IsOperator() && !by.System {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanHold, "SELECT "+holdColumns+" FROM price_holds WHERE crisis_id = $1 AND (state = $2 OR $2 = '' AND state IN ('held', 'appealed', 'refused')) AND hold_id > $3 ORDER BY hold_id LIMIT $4",
			int64(crisis), string(in), int64(after), PageSize)
		return err
	})
	return list, err
}

// allows reports whether an operator let these prices be.
func (h Hold) allows(e Evidence) bool {
	return !slices.ContainsFunc(e.Lines, func(now Excess) bool {
		return !slices.ContainsFunc(h.Evidence.Lines, func(was Excess) bool {
			return was.Variant == now.Variant && was.Price.Currency == now.Price.Currency && now.Price.Minor <= was.Price.Minor
		})
	})
}
