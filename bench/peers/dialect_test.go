package peers

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"

	"agora/load"
)

// pageOf is how many products a list shows.
const pageOf = 24

// dialect is how buyers of a platform that does not speak the shopping protocol
// do what package load lets them do in it.
type dialect interface {
	// acts are the kinds of requests; the first three are those below.
	acts() []string
	// keep is the header by which the platform knows a guest again; "" for none.
	keep() string
	// learn looks up what a run needs to know of the shop before.
	learn(address string) error
	list(v *load.Visitor, shelf string, from int) (hits []string, total int, err error)
	product(v *load.Visitor, id string) error
	search(v *load.Visitor, word string) error
	// buy is a guest's purchase of one thing.
	buy(v *load.Visitor) error
}

// The first acts of each dialect.
const (
	actList = iota
	actProduct
	actSearch
	actOwn // where those of its own purchase begin
)

// firstActs are their names, as package load has them.
var firstActs = []string{"search", "product", "word"}

// errShape says that an answer lacks what it must have.
var errShape = errors.New("an answer lacks what it must have")

// nextPage is how many of a hundred want more of a list, as in package load.
const nextPage = 30

// turn is what one buyer does in a scenario.
func turn(d dialect, scenario string) func(*load.Visitor) error {
	switch scenario {
	case load.Search:
		return func(v *load.Visitor) error { return d.search(v, one(v.Choice(), qualities)) }
	case load.Purchase:
		return d.buy
	}
	return func(v *load.Visitor) error {
		at := one(v.Choice(), shelves)
		hits, total, err := d.list(v, at, 0)
		if err != nil {
			return err
		}
		if v.Choice().IntN(100) < nextPage && total > pageOf {
			if hits, _, err = d.list(v, at, pageOf); err != nil {
				return err
			}
		}
		if len(hits) == 0 {
			return fmt.Errorf("%s is empty: %w", at, errShape)
		}
		return d.product(v, one(v.Choice(), hits))
	}
}

func one(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// sold says what is wrong with a shop that shows so many things.
func sold(found int) error {
	if found != howMany {
		return fmt.Errorf("the shop sells %d things, not %d", found, howMany)
	}
	return nil
}

// fetch asks outside of a measurement.
func fetch(method, address string, header http.Header, body string, into any) error {
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		return err
	}
	if header != nil {
		r.Header = header
	}
	r.Header.Set("Content-Type", "application/json")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil {
		return err
	}
	if w.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s %.300s", address, w.Status, text)
	}
	return json.Unmarshal(text, into)
}
