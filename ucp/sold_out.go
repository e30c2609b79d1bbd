package ucp

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/memo"
)

// errNothingLeft is a checkout that would begin with nothing that can be had.
var errNothingLeft = errors.New("ucp: all of it is sold out")

// begins reports whether a session is a checkout that nobody has been told of.
func (s *session) begins() bool { return s.kind == checkoutKind && s.revision == 0 }

// nothingLeft reports whether a checkout would begin of whose things none is
// left. Nothing is counted for it then, and none begins: at a flash sale most who
// come are answered so.
func (s *session) nothingLeft(cart market.Cart) bool {
	lines := 0
	for _, shop := range cart.Shops {
		for _, l := range shop.Lines {
			if l.Problem == nil || l.Problem.Key != "fault.sold_out" || l.Variant.Available() > 0 || shop.Shop.Status == catalog.ShopRehearsal {
				return false
			}
			lines++
		}
	}
	return s.begins() && lines == len(s.Lines) // what never existed is told otherwise
}

// soldOut says of each line that there is no more of it, without a checkout. Since
// nothing was made, nothing is written down: asked again, it is looked up again.
func (c *call) soldOut(s *session, why map[catalog.VariantID]*fault.Error) (reply, error) {
	c.fleeting = true
	out := nothing{UCP: c.envelope(), Continue: c.b.url("/")}
	out.UCP.Status = "error"
	for i, l := range s.Lines {
		out.Messages = append(out.Messages, message{Type: "error", Code: "out_of_stock", Severity: unrecoverable,
			Path: "$.line_items[" + strconv.Itoa(i) + "]", Content: c.locale.Error(why[l.Variant])})
	}
	return c.said(http.StatusOK, out)
}

// gone remembers what is sold out until something is written: of the thousands
// who ask for the same thing at once, one asks the database.
type gone = memo.Memo[goneKey, *fault.Error]

// goneSize is how many variants are remembered.
const goneSize = 1000

// goneKey names a variant at one state of the database. What another program wrote
// into it is seen within a second.
type goneKey struct {
	variant         catalog.VariantID
	commits, second int64
}

// state names the database as it is now, before what is read next.
func (b *Binding) state() goneKey {
	return goneKey{commits: b.DB.Stats().Commits.Load(), second: time.Now().Unix()}
}

func (u goneKey) of(v catalog.VariantID) goneKey { u.variant = v; return u }

// nothingOf gives why there is nothing of a session's lines in a state, nil where
// something may be left.
func (b *Binding) nothingOf(s *session, now goneKey) map[catalog.VariantID]*fault.Error {
	why := map[catalog.VariantID]*fault.Error{}
	for _, l := range s.Lines {
		e, known := b.gone.Get(now.of(l.Variant))
		if !known {
			return nil
		}
		why[l.Variant] = e
	}
	return why
}

// learn remembers that all of a cart is sold out, and why.
func (b *Binding) learn(cart market.Cart, now goneKey) map[catalog.VariantID]*fault.Error {
	why := map[catalog.VariantID]*fault.Error{}
	for _, shop := range cart.Shops {
		for _, l := range shop.Lines {
			why[l.Variant.ID] = l.Problem
			b.gone.Put(now.of(l.Variant.ID), l.Problem)
		}
	}
	return why
}
