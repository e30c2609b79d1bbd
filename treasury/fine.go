package treasury

import (
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// FineID names a fine.
type FineID int64

// FineState is how far a fine has come.
type FineState string

// The states.
const (
	FineAnnounced FineState = "announced" // the shop knows of it and may appeal; charged when due
	FineAppealed  FineState = "appealed"  // the shop has appealed; another operator decides
	FineCharged   FineState = "charged"   // taken from the balance, or owed
	FineLifted    FineState = "lifted"    // nothing is taken, or it was given back
)

// appealFor is how long a shop may appeal after a fine was announced.
const appealFor = 7 * 24 * time.Hour

// Bounds of the texts of a fine, in characters.
const (
	MaxFineReason = 200
	MaxFineWords  = 2000
)

// Fine is a sum that a shop has to pay for what it did.
type Fine struct {
	ID       FineID
	Shop     catalog.ShopID
	Holder   string // the shop's name, on the day it was announced
	Amount   money.Amount
	State    FineState
	Reason   string // what the shop did, in a line
	Evidence string // what shows it
	File     Paper  // what shows it, too; zero when there is none
	By       string // who announced it, as identity.Actor.String
	Due      time.Time
	Appeal   string // in the shop's words; "" while there is none
	Decided  string // who decided
	Decision string // why
	Updated  time.Time
}

// Announced is when the shop was told.
func (f Fine) Announced() time.Time { return db.TimeOfID(int64(f.ID)) }

// fineMove is what somebody does to a fine.
type fineMove string

const (
	fineAppeal fineMove = "appeal"
	fineUphold fineMove = "uphold"
	fineLift   fineMove = "lift"
	fineExpire fineMove = "expire" // the time to appeal is over
)

// fineRule is one row of the table: another tells that who announced the fine
// may not make the move.
type fineRule struct {
	from    FineState
	move    fineMove
	to      FineState
	who     func(identity.Actor, catalog.ShopID) bool
	another bool
}

func runs(by identity.Actor, shop catalog.ShopID) bool { return by.Runs(shop) }

func operates(by identity.Actor, _ catalog.ShopID) bool { return by.IsOperator() }

func itself(by identity.Actor, _ catalog.ShopID) bool { return by.System }

// fineRules is the whole life of a fine. A fine that nobody has appealed
// against may be taken back by who announced it; everything after that is
// another's.
var fineRules = []fineRule{
	{FineAnnounced, fineAppeal, FineAppealed, runs, false},
	{FineAnnounced, fineLift, FineLifted, operates, false},
	{FineAnnounced, fineExpire, FineCharged, itself, false},
	{FineAppealed, fineUphold, FineCharged, operates, true},
	{FineAppealed, fineLift, FineLifted, operates, true},
	{FineCharged, fineLift, FineLifted, operates, true},
}

// rule gives the row for a move, or the fault that says why there is none.
func (f Fine) rule(by identity.Actor, m fineMove) (fineRule, error) {
	for _, r := range fineRules {
		if r.from != f.State || r.move != m {
			continue
		}
		switch {
		case !r.who(by, f.Shop):
			return r, fault.New(fault.Forbidden, "fault.forbidden")
		case r.another && f.By == by.String():
			return r, fault.New(fault.Conflict, "fault.fine_second")
		}
		return r, nil
	}
	return fineRule{}, fault.New(fault.Conflict, "fault.fine_state")
}

// May reports what an actor may do to the fine at a moment, for the buttons of
// pages.
func (f Fine) May(by identity.Actor, now time.Time) (appeal, uphold, lift bool) {
	can := func(m fineMove) bool { _, err := f.rule(by, m); return err == nil }
	return can(fineAppeal) && now.Before(f.Due), can(fineUphold), can(fineLift)
}
