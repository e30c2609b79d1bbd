package relief

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

var (
	errOver   = fault.New(fault.NotFound, "fault.relief_pass_over")
	errLocked = fault.Field("proof", "fault.relief_code_locked")
	errCode   = fault.Field("proof", "fault.relief_code_wrong")
)

func number(n int64) string { return strconv.FormatInt(n, 10) }

// codeDigits is how long a code is: short enough to be read out, and long enough for
// the few tries that there are.
const codeDigits = 6

func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // the system has no randomness
	}
	return fmt.Sprintf("%0*d", codeDigits, n.Int64())
}

// passOf gives the pass by whose link an actor comes; 0 for none.
func passOf(by identity.Actor) PassID {
	id, found := strings.CutPrefix(by.Link, PassPurpose+":")
	n, err := strconv.ParseInt(id, 10, 64)
	if !found || err != nil {
		return 0
	}
	return PassID(n)
}

// Present gives the pass by whose link an actor comes, as long as it opens something.
func (s *Service) Present(ctx context.Context, by identity.Actor, crisis CrisisID) (p Pass, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = presentIn(tx, by, crisis)
		return err
	})
	return p, err
}

func presentIn(tx *db.Tx, by identity.Actor, crisis CrisisID) (Pass, error) {
	id := passOf(by)
	if id == 0 {
		return Pass{}, errOver
	}
	p, err := passIn(tx, crisis, id)
	if err == nil && p.Over(tx.Now) {
		err = errOver
	}
	return p, err
}

// worker is who does something with a consignment: the holder of a pass, or who
// coordinates, who has none.
type worker struct {
	pass Pass
	who  string // as it is written down
}

// admits gives who does something with a consignment: who comes by the link of a pass of
// one of some roles, or else who coordinates.
func (c Consignment) admits(tx *db.Tx, by identity.Actor, roles ...PassRole) (w worker, err error) {
	if passOf(by) == 0 {
		if !Coordinates(by) {
			return w, errNotMe
		}
		return worker{who: by.String()}, nil
	}
	p, err := presentIn(tx, by, c.Crisis)
	if err == nil && (p.Consignment != c.ID || !slices.Contains(roles, p.Role)) {
		err = errNotMe
	}
	return worker{p, p.signed()}, err
}

// closes reports whether somebody may close the count.
func (w worker) closes() error {
	if w.pass.ID != 0 && !w.pass.Closes {
		return errNotMe
	}
	return nil
}

// types checks a code that the holder of a pass typed; fresh is that which takes its
// place once it was right. What it gives first is why the code is refused: the try is to
// be kept then, so that the transaction must not fail.
func (w worker) types(tx *db.Tx, code, fresh string) (refused, err error) {
	p := w.pass
	right := subtle.ConstantTimeCompare([]byte(code), []byte(p.Code)) == 1
	switch {
	case p.Locked():
		return errLocked, nil
	case right:
		_, err = tx.Exec("UPDATE relief_passes SET code = $3, tries = 0 WHERE crisis_id = $1 AND pass_id = $2", int64(p.Crisis), int64(p.ID), fresh)
		return nil, err
	}
	_, err = tx.Exec("UPDATE relief_passes SET tries = tries + 1 WHERE crisis_id = $1 AND pass_id = $2", int64(p.Crisis), int64(p.ID))
	return errCode, err
}
