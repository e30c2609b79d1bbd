package ucp

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/market"
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
	c.kept = true
	out := nothing{UCP: c.envelope(), Continue: c.b.url("/")}
	out.UCP.Status = "error"
	for i, l := range s.Lines {
		out.Messages = append(out.Messages, message{Type: "error", Code: "out_of_stock", Severity: unrecoverable,
			Path: "$.line_items[" + strconv.Itoa(i) + "]", Content: c.locale.Error(why[l.Variant])})
	}
	return c.said(http.StatusOK, out)
}

// goneAge is how long it may take until what another program on the same database
// put on stock is seen.
const goneAge = time.Second

// gone remembers what is sold out until something is written: of the thousands
// who ask for the same thing at once, one asks the database.
type gone struct {
	mu      sync.Mutex
	commits int64 // when what is remembered was read
	until   time.Time
	why     map[catalog.VariantID]*fault.Error
}

// of gives why there is nothing of a session's lines, nil where something may be
// left, and what learn has to be told.
func (g *gone) of(d *db.DB, s *session) (why map[catalog.VariantID]*fault.Error, commits int64) {
	commits = d.Stats().Commits.Load() // before what is read next
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.commits != commits || time.Now().After(g.until) {
		g.commits, g.until, g.why = commits, time.Now().Add(goneAge), nil
	}
	for _, l := range s.Lines {
		if g.why[l.Variant] == nil {
			return nil, commits
		}
	}
	return g.why, commits
}

// learn remembers what is sold out of a cart that was read after so many commits.
func (g *gone) learn(cart market.Cart, commits int64) map[catalog.VariantID]*fault.Error {
	g.mu.Lock()
	defer g.mu.Unlock()
	why := map[catalog.VariantID]*fault.Error{} // others read the one before
	if g.commits == commits {
		for v, e := range g.why {
			why[v] = e
		}
	}
	for _, shop := range cart.Shops {
		for _, l := range shop.Lines {
			why[l.Variant.ID] = l.Problem
		}
	}
	if g.commits == commits {
		g.why = why
	}
	return why
}
