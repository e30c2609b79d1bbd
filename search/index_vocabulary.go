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
	maxNear       = 16   // of which so many are asked for
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

// near gives the words like one that was typed, the likest first.
func (v *vocabulary) near(w Word) []string {
	if w.Latin == "" {
		return nil
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	seen := map[uint32]bool{}
	look := func(key uint32) {
		from, _ := slices.BinarySearch(v.keys, uint64(key)<<32)
		for _, k := range v.keys[from:] {
			if uint32(k>>32) != key || len(seen) >= maxLooked {
				break
			}
			seen[uint32(k)] = true
		}
		for _, k := range v.fresh {
			if uint32(k>>32) == key {
				seen[uint32(k)] = true
			}
		}
	}
	keysOf(w.Latin, w.Sounds, look)
	type like struct {
		form string
		far  float64
	}
	var list []like
	for n := range seen {
		form := v.forms[n]
		if form == w.Latin {
			continue
		}
		if far := Distance(w.Latin, form) / float64(max(len(w.Latin), len(form))); far <= 0.3 {
			list = append(list, like{form, far})
		}
	}
	slices.SortFunc(list, func(a, b like) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.form, b.form)) })
	var forms []string
	for _, l := range list[:min(len(list), maxNear)] {
		forms = append(forms, l.form)
	}
	return forms
}
