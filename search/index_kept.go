package search

import (
	"slices"
	"strings"
	"sync"
)

// kept remembers answers until what is found changes, so that a word that many
// look for is looked for once. What a search costs grows with how many titles its
// words stand in, and those are the words that people type.
type kept struct {
	mu      sync.Mutex
	changes int64 // of the file so far
	found   map[question]Found
}

// keptMost bounds the answers that are remembered.
const keptMost = 2000

// question is an Ask that is kept: one by words and shelves, without counts.
type question struct {
	text, category, kinds string
	sort                  Sort
	cursor                string
	limit                 int
	minute                int64 // what is new scores less and less
}

// question gives by what an Ask is kept; false where it asks for more.
func (a Ask) question() (question, bool) {
	plain := !a.Facets && !a.Explain && !a.InStock && a.To == "" && (a.Sort == Best || a.Sort == Newest) &&
		len(a.Shops)+len(a.Countries)+len(a.Ways)+len(a.Attributes)+len(a.Prices) == 0
	return question{a.Text, a.Category, strings.Join(a.Kinds, ","), a.Sort, a.Cursor, a.Limit, a.Now.Unix() / 60}, plain
}

// get gives what is remembered, and the number of changes that it knows.
func (k *kept) get(q question) (f Found, ok bool, changes int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f, ok = k.found[q]
	f.Hits = slices.Clip(f.Hits) // whoever adds to them has a list of their own
	return f, ok, k.changes
}

// put remembers an answer unless the file changed since it was asked.
func (k *kept) put(q question, f Found, changes int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes != changes {
		return
	}
	if k.found == nil || len(k.found) >= keptMost {
		k.found = map[question]Found{}
	}
	k.found[q] = f
}

// forget is called when the file has changed.
func (k *kept) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changes, k.found = k.changes+1, nil
}
