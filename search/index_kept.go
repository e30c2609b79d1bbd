package search

import (
	"strings"
	"sync/atomic"

	"agora/memo"
)

// kept remembers answers until what is found changes, so that a word that many
// look for is looked for once. What a search costs grows with how many titles its
// words stand in, and those are the words that people type.
type kept struct {
	changes atomic.Int64 // of the file so far
	found   *memo.Memo[question, Found]
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
	changes               int64 // of the file
}

// question gives by what an Ask of the file after so many changes is kept; false
// where it asks for more.
func (a Ask) question(changes int64) (question, bool) {
	plain := !a.Facets && !a.Explain && !a.InStock && a.To == "" && (a.Sort == Best || a.Sort == Newest) &&
		len(a.Shops)+len(a.Countries)+len(a.Ways)+len(a.Attributes)+len(a.Prices) == 0
	return question{a.Text, a.Category, strings.Join(a.Kinds, ","), a.Sort, a.Cursor, a.Limit, a.Now.Unix() / 60, changes}, plain
}
