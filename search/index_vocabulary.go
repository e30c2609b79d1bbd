package search

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"
	"sync"
)

// vocabulary is the words that stand in the index by how they are said, and
// finds those near one that was typed: by the same sound, or one letter away. It
// lives in memory: 8 bytes for each key of a word, about ten keys a word.
type vocabulary struct {
	mu    sync.RWMutex
	forms []string
	place map[string]uint32
	keys  []uint64 // hash of a key, and a place in forms; in order
	fresh []uint64 // the same, not in order yet
}

// Bounds of a vocabulary. Words beyond the first are found only as they are.
const (
	maxVocabulary = 400_000
	maxFresh      = 4096
	maxLooked     = 3000 // words that are compared with one typed
	maxNear       = 20   // of which so many are asked for
	leastNear     = 0.3  // and are worth no less
)

func newVocabulary() *vocabulary { return &vocabulary{place: map[string]uint32{}} }

// load reads the words that a file knows.
func (v *vocabulary) load(pool *sql.DB) error {
	rows, err := pool.Query("SELECT form, sounds FROM vocabulary LIMIT ?", maxVocabulary)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var form, sounds string
		if err := rows.Scan(&form, &sounds); err != nil {
			return err
		}
		v.put(form, strings.Split(sounds, ","))
	}
	v.settle()
	return rows.Err()
}

// has reports whether a word is known.
func (v *vocabulary) has(form string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, ok := v.place[form]
	return ok
}

// add learns words, and gives those that are new.
func (v *vocabulary) add(words []Word) (fresh []Word) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, w := range words {
		if len(w.Latin) < 2 || len(v.forms) >= maxVocabulary {
			continue
		}
		if _, ok := v.place[w.Latin]; !ok {
			v.put(w.Latin, w.Sounds)
			fresh = append(fresh, w)
		}
	}
	if len(v.fresh) > maxFresh+len(v.keys)/8 {
		v.settle()
	}
	return fresh
}

func (v *vocabulary) put(form string, sounds []string) {
	form = strings.Clone(form)
	n := uint32(len(v.forms))
	v.forms, v.place[form] = append(v.forms, form), n
	keysOf(form, sounds, func(key uint32) { v.fresh = append(v.fresh, uint64(key)<<32|uint64(n)) })
}

// settle puts all keys in order.
func (v *vocabulary) settle() {
	v.keys = append(v.keys, v.fresh...)
	v.fresh = v.fresh[:0]
	slices.Sort(v.keys)
}

// keysOf gives the keys of a word: its sounds, itself, and itself without one of
// its letters, which is where words one letter apart meet.
func keysOf(form string, sounds []string, put func(uint32)) {
	for _, s := range sounds {
		if len(s) > 1 {
			put(hash('s', s, -1))
		}
	}
	if len(form) < 4 || len(form) > 24 {
		return
	}
	put(hash('d', form, -1))
	for i := range len(form) {
		if i > 0 && form[i] == form[i-1] {
			continue
		}
		put(hash('d', form, i))
	}
}

// hash is FNV-1a of a kind of key and a word without its byte at skip.
func hash(kind byte, s string, skip int) uint32 {
	h := (uint32(2166136261) ^ uint32(kind)) * 16777619
	for i := range len(s) {
		if i != skip {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	return h
}

// near gives the words like one that was typed, with what each is worth, the
// likest first.
func (v *vocabulary) near(w Word) []nearWord {
	if w.Latin == "" {
		return nil
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	seen := map[uint32]bool{} // by sound
	look := func(key uint32, sound bool) {
		from, _ := slices.BinarySearch(v.keys, uint64(key)<<32)
		for _, k := range v.keys[from:] {
			if uint32(k>>32) != key || len(seen) >= maxLooked {
				break
			}
			seen[uint32(k)] = seen[uint32(k)] || sound
		}
		for _, k := range v.fresh {
			if uint32(k>>32) == key {
				seen[uint32(k)] = seen[uint32(k)] || sound
			}
		}
	}
	keysOf("", w.Sounds, func(key uint32) { look(key, true) })
	keysOf(w.Latin, nil, func(key uint32) { look(key, false) })
	var list []nearWord
	for n, sound := range seen {
		form := v.forms[n]
		if form == w.Latin {
			continue
		}
		if worth := worthNear(w, form, sound); worth >= leastNear {
			list = append(list, nearWord{form, worth})
		}
	}
	slices.SortFunc(list, func(a, b nearWord) int { return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.form, b.form)) })
	return list[:min(len(list), maxNear)]
}

// nearWord is a word like another.
type nearWord struct {
	form  string
	worth float64
}

// worthNear is what a word is worth that is like the one asked: the farther and
// the shorter the less, and less again when it does not sound the same.
func worthNear(asked Word, form string, sound bool) float64 {
	long := max(len(asked.Latin), len(form))
	far := Distance(asked.Latin, form)
	// Latin forms are plain letters, so runes are bytes.
	if cut := form[:stemmed([]rune(form))]; far > 0.2 && (cut != form || asked.Stem != asked.Latin) {
		far = min(far, Distance(asked.Stem, cut)+0.1)
	}
	worth := 0.9 - 2.2*far/float64(long)
	if !sound {
		if worth -= 0.15; long < 5 {
			worth = 0
		}
	}
	return worth
}
