package catalog

import (
	"agora/fault"
	"agora/identity"
)

// ShopStatus is where a shop stands.
type ShopStatus string

// The statuses of a shop.
const (
	ShopDraft     ShopStatus = "draft"     // being set up
	ShopSubmitted ShopStatus = "submitted" // waiting for an operator to look at it
	ShopOpen      ShopStatus = "open"      // sells
	ShopPaused    ShopStatus = "paused"    // can be looked at, sells nothing
	ShopClosed    ShopStatus = "closed"    // gone from the market
	ShopRehearsal ShopStatus = "rehearsal" // a copy in play money, for its owner only; see OpenRehearsal
)

// ShopMove is what somebody does to a shop's status.
type ShopMove string

// The moves.
const (
	ShopSubmit  ShopMove = "submit"  // the owner asks to open
	ShopApprove ShopMove = "approve" // an operator lets it open
	ShopDecline ShopMove = "decline" // an operator sends it back to be set up better
	ShopPause   ShopMove = "pause"
	ShopResume  ShopMove = "resume"
	ShopClose   ShopMove = "close"
	ShopReopen  ShopMove = "reopen" // asks again after a close
)

// shopStep is one line of the table of moves.
type shopStep struct {
	From ShopStatus
	Move ShopMove
	To   ShopStatus
	Who  func(identity.Actor, ShopID) bool
}

// shopSteps is every way in which a shop's status changes. What an operator
// closed opens again only through an operator.
func shopSteps() []shopStep {
	return []shopStep{
		{ShopDraft, ShopSubmit, ShopSubmitted, ownerOrOperator},
		{ShopSubmitted, ShopApprove, ShopOpen, operator},
		{ShopSubmitted, ShopDecline, ShopDraft, operator},
		{ShopOpen, ShopPause, ShopPaused, ownerOrOperator},
		{ShopPaused, ShopResume, ShopOpen, ownerOrOperator},
		{ShopDraft, ShopClose, ShopClosed, ownerOrOperator},
		{ShopSubmitted, ShopClose, ShopClosed, ownerOrOperator},
		{ShopOpen, ShopClose, ShopClosed, ownerOrOperator},
		{ShopPaused, ShopClose, ShopClosed, ownerOrOperator},
		{ShopClosed, ShopReopen, ShopSubmitted, ownerOrOperator},
	}
}

// step gives the line for a move, or the fault that says why there is none for
// this actor.
func (s Shop) step(by identity.Actor, move ShopMove) (shopStep, error) {
	for _, step := range shopSteps() {
		if step.From != s.Status || step.Move != move {
			continue
		}
		if !step.Who(by, s.ID) {
			return shopStep{}, ErrForbidden
		}
		return step, nil
	}
	return shopStep{}, fault.New(fault.Conflict, "fault.shop_status", "status", string(s.Status), "move", string(move))
}

// Moves gives what an actor may do to the shop's status now, for the buttons
// of a page.
func (s Shop) Moves(by identity.Actor) []ShopMove {
	var moves []ShopMove
	for _, step := range shopSteps() {
		if step.From == s.Status && step.Who(by, s.ID) {
			moves = append(moves, step.Move)
		}
	}
	return moves
}

// Sells reports whether things can be bought in the shop.
func (s Shop) Sells() bool { return s.Status == ShopOpen || s.Status == ShopRehearsal }

// Public reports whether buyers may look at the shop.
func (s Shop) Public() bool { return s.Status == ShopOpen || s.Status == ShopPaused }

func operator(by identity.Actor, _ ShopID) bool { return by.System || by.IsOperator() }

func ownerOrOperator(by identity.Actor, shop ShopID) bool {
	return operator(by, shop) || by.Runs(shop)
}

// ErrForbidden is an act on a shop by somebody who may not.
var ErrForbidden = fault.New(fault.Forbidden, "fault.forbidden")
