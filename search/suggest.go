package search

import (
	"context"
	"strings"
)

// Suggest completes the last word of what somebody types with words that titles
// have, those of most titles first. It gives whole queries.
func (x *Index) Suggest(ctx context.Context, text string, limit int) ([]string, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if !x.file.ready {
		return nil, ErrNotReady
	}
	text = bound(text, maxQuery)
	if text == "" || strings.TrimRight(text, " ") != text {
		return nil, nil
	}
	at := strings.LastIndexByte(text, ' ') + 1
	words := Words(text[at:])
	if len(words) == 0 || len([]rune(words[0].Exact)) < leastBegin {
		return nil, nil
	}
	begin := words[len(words)-1].Exact
	rows, err := x.file.pool.QueryContext(ctx, "SELECT exact FROM spoken WHERE exact >= ?1 AND exact < ?2 AND exact <> ?1 ORDER BY seen DESC LIMIT ?3",
		begin, begin+"\U0010FFFF", limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var w string
		if err := rows.Scan(&w); err != nil {
			return nil, err
		}
		list = append(list, text[:at]+w)
	}
	return list, rows.Err()
}
