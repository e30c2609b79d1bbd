package search

import (
	"strings"
	"sync"
	"time"
	"unicode"
)

// Missed is what people looked for and nobody sells: words, how often and when
// last. Who asked is not kept.
type Missed struct {
	Query string
	Seen  int64
	Last  time.Time
}

// Bounds of what is remembered of queries that found nothing.
const (
	maxMissed       = 1000
	maxMissing      = 200 // until they are written
	maxMissedLength = 64  // bytes
	maxMissedDigits = 4   // more may be somebody's number
)

// missing are queries that found nothing and are not written yet.
type missing struct {
	mu   sync.Mutex
	seen map[string]int64
}

// Miss remembers a query that found nothing, until KeepMissed writes it. What
// looks like somebody's address or number is not remembered.
func (x *Index) Miss(query string) {
	query = strings.Join(strings.Fields(strings.ToLower(query)), " ")
	digits := 0
	for _, r := range query {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if query == "" || len(query) > maxMissedLength || digits > maxMissedDigits || strings.ContainsAny(query, "@/") {
		return
	}
	x.missing.mu.Lock()
	defer x.missing.mu.Unlock()
	if x.missing.seen == nil {
		x.missing.seen = map[string]int64{}
	}
	if _, ok := x.missing.seen[query]; ok || len(x.missing.seen) < maxMissing {
		x.missing.seen[query]++
	}
}

// KeepMissed writes what was missed since the last time.
func (x *Index) KeepMissed(now time.Time) error {
	x.missing.mu.Lock()
	seen := x.missing.seen
	x.missing.seen = nil
	x.missing.mu.Unlock()
	if len(seen) == 0 {
		return nil
	}
	var list []Missed
	for q, n := range seen {
		list = append(list, Missed{q, n, now})
	}
	x.write.Lock()
	defer x.write.Unlock()
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.file.keep(list)
}

// keep adds to the table and drops the rarest and oldest above its bound.
func (f *file) keep(list []Missed) error {
	if len(list) == 0 {
		return nil
	}
	tx, err := f.pool.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, m := range list {
		if _, err := tx.Exec(`INSERT INTO missed (query, seen, last) VALUES (?1, ?2, ?3)
			ON CONFLICT (query) DO UPDATE SET seen = seen + ?2, last = max(last, ?3)`, m.Query, m.Seen, m.Last.UnixMicro()); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`DELETE FROM missed WHERE query NOT IN (SELECT query FROM missed ORDER BY seen DESC, last DESC LIMIT ?)`, maxMissed); err != nil {
		return err
	}
	return tx.Commit()
}

// Missed gives what was looked for most and not found.
func (x *Index) Missed(limit int) (list []Missed, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	rows, err := x.file.pool.Query("SELECT query, seen, last FROM missed ORDER BY seen DESC, last DESC LIMIT ?", limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var m Missed
		var last int64
		if err := rows.Scan(&m.Query, &m.Seen, &last); err != nil {
			return nil, err
		}
		m.Last = time.UnixMicro(last).UTC()
		list = append(list, m)
	}
	return list, rows.Err()
}
