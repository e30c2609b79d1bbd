package search

import (
	"strings"
	"time"
)

// row is a document that words found.
type row struct {
	*card
	width width // the narrowest in which it was found
	score float64
	key   int64 // what the list is sorted by
}

// width is how widely the words of a query were read.
type width int

const (
	strictly width = iota
	widely
	loosely
	partly
)

// What the ways to find a word are worth. A title in the very words is 1; where
// the word stands in none of what ranking keeps, the full text found it in the
// body.
const (
	worthLatin   = 0.95
	worthStem    = 0.9
	worthConcept = 0.75
	worthBroad   = 0.3
	worthBody    = 0.45
	worthFarBody = 0.25
	worthGuess   = 0.7 // of that, when a concept is guessed by its sound
	worthOther   = 0.7 // of that, when the word asked has a known meaning and this is another word
	worthNothing = 0.27
	worthPart    = 0.15 // the same, when a word of several is surely met
	worthMeant   = 0.4  // from which a word near one asked is offered instead

	plusStock    = 0.06
	plusStanding = 0.04
	plusFresh    = 0.03
	plusTitle    = 0.04 // for a title that says nothing else
)

// worthReading is the share of a reading of a query.
func worthReading(h How) float64 {
	return [...]float64{Typed: 1, Apart: 0.8, Joined: 0.95, Keyboard: 0.6}[h]
}

// ranker scores documents for one plan.
type ranker struct {
	*plan
	now  time.Time
	best []fit         // room
	read [maxAsked]How // how the places were read that a title met best
}

// fit is how well a place of the query is met.
type fit struct {
	value float64
	how   string
	word  string // of the title
}

// score tells how well a document answers; what is not worth showing gets 0.
func (k *ranker) score(r *row, parts *[]Part) float64 {
	n := len(k.asked)
	k.best = append(k.best[:0], make([]fit, n)...)
	base := [...]float64{strictly: 0, widely: worthBody, loosely: worthFarBody, partly: 0}[r.width]
	for i := range k.best {
		k.best[i] = fit{value: base, how: "body"}
	}
	for i, a := range k.asked {
		for _, reading := range a.Readings {
			f := k.reading(reading, r, i+reading.Covers >= n)
			if k.known[i] && f.value < worthStem {
				f.value *= worthOther
			}
			f.value *= worthReading(reading.How)
			for at := i; at < min(i+reading.Covers, n); at++ {
				if f.value > k.best[at].value {
					k.best[at], k.read[at] = f, reading.How
				}
			}
		}
	}
	k.concepts(r)
	sum, met, least := 0.0, 0, worthNothing
	for i, b := range k.best {
		sum += b.value
		if b.value >= worthConcept {
			least = worthPart
		}
		if b.value >= worthFarBody {
			met++
		}
		if parts != nil {
			*parts = append(*parts, Part{What: k.asked[i].Typed, Word: b.word, Read: k.read[i], How: b.how, Value: b.value})
		}
	}
	words := sum / float64(n) * float64(met) / float64(n)
	if words < least {
		return 0
	}
	if parts != nil {
		*parts = append(*parts, Part{What: "words", Value: words})
	}
	return words + k.besides(r, met, parts)
}

// reading gives how well the words of one are met by the title.
func (k *ranker) reading(r Reading, in *row, last bool) fit {
	var sum fit
	for _, word := range r.Words {
		best := fit{}
		var near map[string]float64
		if in.width >= loosely {
			near = k.near[word.Latin]
		}
		for i := range in.title {
			if f := likeness(&word, in.title[i], last, near); f.value > best.value {
				best = f
			}
		}
		sum.value += best.value / float64(len(r.Words))
		sum.how, sum.word = best.how, best.word
	}
	if len(r.Words) > 1 {
		sum.word = ""
	}
	return sum
}

// likeness gives how well a word of a title is the one asked; near are those like
// that.
func likeness(asked *Word, w *titleWord, last bool, near map[string]float64) fit {
	switch {
	case asked.Exact == w.exact:
		return fit{1, "exact", w.exact}
	case asked.Latin == "" || w.latin == "":
		if last && strings.HasPrefix(w.exact, asked.Exact) {
			return fit{begun(asked.Exact, w.exact), "prefix", w.exact}
		}
		return fit{}
	case asked.Latin == w.latin:
		return fit{worthLatin, "latin", w.exact}
	case asked.Stem == w.stem && len(w.stem) > 2:
		return fit{worthStem, "stem", w.exact}
	}
	var best fit
	if last && len(asked.Latin) > 1 && strings.HasPrefix(w.latin, asked.Latin) {
		best = fit{begun(asked.Latin, w.latin), "prefix", w.exact}
	}
	if worth := near[w.latin]; worth > best.value {
		best = fit{worth, "near", w.exact}
	}
	return best
}

// begun is what the beginning of a word is worth: the more of it the more.
func begun(asked, word string) float64 {
	return 0.5 + 0.4*float64(len(asked))/float64(len(word))
}

// concepts takes what the title means for what it says.
func (k *ranker) concepts(r *row) {
	for _, m := range k.means {
		if !hasWord(r.concepts, token(m.Key)) {
			continue
		}
		f := fit{value: worthConcept, how: "concept"}
		if m.Broad {
			f.value = worthBroad
		}
		if m.Guess {
			f.value *= worthGuess
		}
		for i := m.From; i < min(m.To, len(k.best)); i++ {
			if f.value > k.best[i].value {
				k.best[i] = f
			}
		}
	}
}

// hasWord reports whether a word is in a list between single spaces.
func hasWord(list, w string) bool {
	for at := 0; ; {
		i := strings.Index(list[at:], w)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(w)
		if (from == 0 || list[from-1] == ' ') && (to == len(list) || list[to] == ' ') {
			return true
		}
		at = to
	}
}

// besides adds what a product has besides words. It decides only between those
// that answer about as well.
func (k *ranker) besides(r *row, met int, parts *[]Part) float64 {
	const half = 90 * 24 * time.Hour // after which a thing is half as fresh
	var sum float64
	add := func(what string, v float64) {
		sum += v
		if parts != nil && v != 0 {
			*parts = append(*parts, Part{What: what, Value: v})
		}
	}
	if r.stock > 0 {
		add("stock", plusStock)
	}
	add("standing", plusStanding*float64(r.standing)/5000)
	if age := k.now.Sub(time.UnixMicro(r.since)); r.since > 0 && age >= 0 {
		add("fresh", plusFresh*float64(half)/float64(half+age))
	}
	if n := len(r.title); n > 0 {
		add("title", plusTitle*min(1, float64(met)/float64(n)))
	}
	return sum
}

// meant gives the query as the best hit spells it; "" when that is no other.
func (k *ranker) meant(r *row) string {
	if r.width != loosely || k.score(r, nil) == 0 {
		return ""
	}
	var list []string
	other := false
	for i, b := range k.best {
		typed := k.asked[i].Typed
		if b.how == "near" && b.value >= worthMeant && sameScript(typed, b.word) && b.word != typed {
			list, other = append(list, b.word), true
			continue
		}
		list = append(list, typed)
	}
	if !other {
		return ""
	}
	return strings.Join(list, " ")
}
