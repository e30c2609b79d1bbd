package search

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Change is a part of what became of the products: those that are for sale as
// they are now, and those that are no more.
type Change struct {
	Put    []Document // each product once
	Gone   []int64    // products
	Cursor int64      // the event up to which that is all; 0 to leave the cursor
}

// Apply takes a change into the index, whole or not at all; a search sees it
// when Apply returns. Applying the same again changes nothing, and a document
// older than what is there changes nothing either.
func (x *Index) Apply(c Change) error {
	x.write.Lock()
	defer x.write.Unlock()
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.file.apply(c, x.synonyms)
}

func (f *file) apply(c Change, s *Synonyms) error {
	return f.take(foldAll(c.Put, s), c.Gone, c.Cursor)
}

// take writes a change whose documents are folded.
func (f *file) take(list []*folded, gone []int64, cursor int64) error {
	tx, err := f.pool.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w, err := newWriter(tx, f.words)
	if err != nil {
		return fmt.Errorf("search: apply: %w", err)
	}
	for _, p := range gone {
		if err := w.remove(p); err != nil {
			return fmt.Errorf("search: remove product %d: %w", p, err)
		}
	}
	// Before a number that is lower than the last the full text writes down all it
	// holds, so the bands come one after another, and the last document first.
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b *folded) int { return cmp.Compare(a.band(), b.band()) })
	for _, d := range list {
		w.next[d.band()]--
	}
	for _, d := range list {
		if err := w.put(d); err != nil {
			return fmt.Errorf("search: put product %d: %w", d.Product, err)
		}
	}
	if err := w.finish(); err != nil {
		return fmt.Errorf("search: apply: %w", err)
	}
	if cursor > f.cursor.Load() {
		if err := setMeta(tx, "cursor", cursor); err != nil {
			return err
		}
	}
	f.cards.filling.Lock()
	defer f.cards.filling.Unlock()
	if err := tx.Commit(); err != nil {
		return err
	}
	f.change(w.cards)
	if len(w.cards) > 0 {
		f.kept.changes.Add(1)
	}
	f.cursor.Store(max(f.cursor.Load(), cursor))
	return nil
}

// foldAll folds on all cores.
func foldAll(docs []Document, s *Synonyms) []*folded {
	list := make([]*folded, len(docs))
	n := min(runtime.GOMAXPROCS(0), len(docs))
	var all sync.WaitGroup
	for k := range n {
		all.Go(func() {
			by := &folder{memory: map[memory]Word{}}
			for i := k; i < len(docs); i += n {
				list[i] = docs[i].fold(s, by)
			}
		})
	}
	all.Wait()
	return list
}

// writer is the statements of one transaction.
type writer struct {
	tx                            *sql.Tx
	have, last                    *sql.Stmt
	putWords, putGoods, dropWords *sql.Stmt
	dropGoods                     *sql.Stmt
	words                         *vocabulary
	spoken                        map[string]int
	fresh                         []*folded        // with words that were not there
	cards                         map[int64][]byte // of the documents that changed; nil of those that are gone
	next                          [bands]int64     // the next number to give in each band
}

func newWriter(tx *sql.Tx, words *vocabulary) (*writer, error) {
	w := &writer{tx: tx, words: words, spoken: map[string]int{}, cards: map[int64][]byte{}}
	for _, p := range []struct {
		into *(*sql.Stmt)
		text string
	}{
		{&w.have, "SELECT doc, version, print FROM goods WHERE product = ?"},
		{&w.putWords, "INSERT INTO words (rowid, title_exact, title_latin, begins, concept, body_exact, body_latin, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
		{&w.dropWords, "DELETE FROM words WHERE rowid = ?"},
		// Nothing here may need a savepoint of its statement: before one the full
		// text writes down all it holds, which makes ten thousand tiny pieces.
		{&w.putGoods, "INSERT INTO goods (doc, product, version, print, currency, price, card) VALUES (?, ?, ?, ?, ?, ?, ?)"},
		{&w.dropGoods, "DELETE FROM goods WHERE doc = ?"},
	} {
		var err error
		if *p.into, err = tx.Prepare(p.text); err != nil {
			return nil, err
		}
	}
	for band := range w.next {
		end := int64(band+1) << bandBits
		if err := tx.QueryRow("SELECT COALESCE(MIN(doc), ?2) FROM goods WHERE doc >= ?1 AND doc < ?2", int64(band)<<bandBits, end).Scan(&w.next[band]); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *writer) remove(product int64) error {
	var doc, version, print int64
	err := w.have.QueryRow(product).Scan(&doc, &version, &print)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.drop(doc)
}

func (w *writer) drop(doc int64) error {
	w.cards[doc] = nil
	if _, err := w.dropWords.Exec(doc); err != nil {
		return err
	}
	_, err := w.dropGoods.Exec(doc)
	return err
}

// put writes a document. One whose words stay, such as one with another price,
// costs only its row.
func (w *writer) put(d *folded) error {
	var doc, version, print int64
	err := w.have.QueryRow(d.Product).Scan(&doc, &version, &print)
	had := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if had && version > d.Version {
		return nil
	}
	stays := had && doc>>bandBits == d.band()
	if had && !(stays && print == d.print) {
		if err := w.drop(doc); err != nil {
			return err
		}
	}
	if stays && print == d.print {
		if _, err := w.dropGoods.Exec(doc); err != nil {
			return err
		}
	}
	if !stays {
		doc = w.next[d.band()]
		w.next[d.band()]++
	}
	w.cards[doc] = d.card(doc)
	if _, err := w.putGoods.Exec(doc, d.Product, d.Version, d.print, d.Currency, d.Price, w.cards[doc]); err != nil {
		return err
	}
	if stays && print == d.print {
		return nil
	}
	if _, err := w.putWords.Exec(doc, d.titleExact, d.titleLatin, d.begins, d.concepts, d.bodyExact, d.bodyLatin, d.tags); err != nil {
		return err
	}
	for _, t := range d.title {
		w.spoken[t.Exact]++
	}
	w.fresh = append(w.fresh, d)
	return nil
}

// learn keeps the words that were not known. What a transaction that fails
// taught is only known too early: it is found nowhere.
func (w *writer) learn(d *folded) error {
	for _, list := range [][]Word{d.title, d.body} {
		for _, n := range w.words.add(list) {
			if _, err := w.tx.Exec("INSERT OR IGNORE INTO vocabulary (form, sounds) VALUES (?, ?)", n.Latin, strings.Join(n.Sounds, ",")); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish learns words, and counts those of titles for those who are still typing.
func (w *writer) finish() error {
	for _, d := range slices.Backward(w.fresh) { // as they came: who has a word first, says how it sounds
		if err := w.learn(d); err != nil {
			return err
		}
	}
	count, err := w.tx.Prepare("INSERT INTO spoken (exact, seen) VALUES (?1, ?2) ON CONFLICT (exact) DO UPDATE SET seen = seen + ?2")
	if err != nil {
		return err
	}
	for word, n := range w.spoken {
		if _, err := count.Exec(word, n); err != nil {
			return err
		}
	}
	return nil
}
