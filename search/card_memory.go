package search

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// cards keeps the cards of all documents in memory, packed. A search scores two
// thousand of them, and to read so many rows takes longer than to find them. When
// a file is opened, its cards come in the background, those of the lowest
// numbers first; those that are not here are read from the file.
type cards struct {
	mu    sync.RWMutex
	names names
	pages map[int64]*cardPage // by number of the document, without its last bits; nil when nothing is kept
	count int

	filling sync.Mutex    // held while a page is read, and from before a change is written until it is here
	stop    func()        // ends the filling
	filled  chan struct{} // closed when it has ended
}

// maxCards are kept in memory, with room for maxNames of names and of words.
// Beyond them the highest numbers stay in the file.
const (
	maxCards = 2_000_000
	maxNames = 1_000_000
)

var errFull = errors.New("search: no room for more cards")

// cardPage is the packed cards of documents that follow one another. It never
// changes: another takes its place.
type cardPage struct {
	packed []byte
	ends   [pageCards]uint32 // of each card in packed
	count  int
}

const (
	pageBits  = 8
	pageCards = 1 << pageBits
)

// card gives one as it is packed, or nothing.
func (p *cardPage) card(doc int64) []byte {
	i, from := doc&(pageCards-1), uint32(0)
	if i > 0 {
		from = p.ends[i-1]
	}
	return p.packed[from:p.ends[i]]
}

// with gives the page after some cards changed; those that are empty are gone.
func (p *cardPage) with(changed map[int64][]byte) *cardPage {
	next := &cardPage{packed: make([]byte, 0, len(p.packed)+256)}
	for i := range int64(pageCards) {
		b, ok := changed[i]
		if !ok {
			b = p.card(i)
		}
		if len(b) > 0 {
			next.count++
		}
		next.packed = append(next.packed, b...)
		next.ends[i] = uint32(len(next.packed))
	}
	return next
}

// get fills the places of list whose documents are here.
func (m *cards) get(docs []int64, list []*card) {
	packed := make([][]byte, len(docs))
	m.mu.RLock()
	names := m.names // which only grow
	var page *cardPage
	at := int64(-1)
	for i, d := range docs {
		if n := d >> pageBits; n != at {
			page, at = m.pages[n], n
		}
		if page != nil {
			packed[i] = page.card(d)
		}
	}
	m.mu.RUnlock()
	room := make([]card, len(docs))
	var u unpacker
	for i, b := range packed {
		if len(b) > 0 {
			room[i].doc = docs[i]
			u.unpack(b, &names, &room[i])
			list[i] = &room[i]
		}
	}
}

// change takes cards as the file has them now; nil ones are gone. The page is read
// from the file when it is not here.
func (f *file) change(changed map[int64][]byte) {
	m := &f.cards
	if m.pages == nil {
		return
	}
	pages := map[int64]map[int64][]byte{}
	for doc, b := range changed {
		n := doc >> pageBits
		if pages[n] == nil {
			pages[n] = map[int64][]byte{}
		}
		pages[n][doc&(pageCards-1)] = b
	}
	for n, changed := range pages {
		if m.pages[n] == nil { // only who holds filling writes to pages
			_ = f.readPage(context.Background(), n) // what cannot be read stays in the file
			continue
		}
		m.set(n, changed)
	}
}

// set puts cards as the file has them into a page, which may be a new one.
func (m *cards) set(n int64, changed map[int64][]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	page := m.pages[n]
	delete(m.pages, n)
	if page == nil {
		page = &cardPage{}
	}
	m.count -= page.count
	for i, b := range changed {
		if len(b) == 0 {
			continue
		}
		c, err := readCard(b)
		if err != nil {
			return err
		}
		if changed[i], err = m.names.pack(c); err != nil {
			return err
		}
	}
	page = page.with(changed)
	if m.count+page.count > maxCards {
		return errFull
	}
	m.pages[n], m.count = page, m.count+page.count
	return nil
}

// fill brings all cards into memory, those of the lowest numbers first.
func (f *file) fill(ctx context.Context) {
	defer close(f.cards.filled)
	for from := int64(0); ; {
		var doc sql.NullInt64
		if err := f.pool.QueryRowContext(ctx, "SELECT MIN(doc) FROM goods WHERE doc >= ?", from).Scan(&doc); err != nil || !doc.Valid {
			return
		}
		n := doc.Int64 >> pageBits
		f.cards.filling.Lock()
		err := f.readPage(ctx, n)
		f.cards.filling.Unlock()
		if err != nil {
			return
		}
		from = (n + 1) << pageBits
	}
}

// readPage brings a page into memory, unless it is there. Who calls it holds
// filling.
func (f *file) readPage(ctx context.Context, n int64) error {
	if f.cards.pages[n] != nil {
		return nil
	}
	rows, err := f.pool.QueryContext(ctx, "SELECT doc, card FROM goods WHERE doc >= ? AND doc < ?", n<<pageBits, (n+1)<<pageBits)
	if err != nil {
		return err
	}
	defer rows.Close()
	read := make(map[int64][]byte, pageCards)
	for rows.Next() {
		var doc int64
		var b []byte
		if err := rows.Scan(&doc, &b); err != nil {
			return err
		}
		read[doc&(pageCards-1)] = b
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return f.cards.set(n, read)
}
