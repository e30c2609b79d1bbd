package catalog

import (
	"context"
	"strings"
	"sync"
	"time"

	"agora/i18n"
	"agora/search"
)

// synonymMemory is the operator's synonyms as searches use them, at most a
// minute old.
type synonymMemory struct {
	mu   sync.Mutex
	list []Synonyms
	at   time.Time
}

// maxInstead bounds the queries that are asked besides the one that was typed.
const maxInstead = 6

// instead gives what may be searched for besides: the query with a word of the
// operator's synonyms in place of another of its group.
func (s *Service) instead(ctx context.Context, query string) (list []string, err error) {
	m := &s.synonyms
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at.IsZero() || time.Since(m.at) > time.Minute { // the age of a memory
		if m.list, err = s.AllSynonyms(ctx); err != nil {
			return nil, err
		}
		m.at = time.Now()
	}
	asked := " " + strings.Join(i18n.Fold(query), " ") + " "
	for _, g := range m.list {
		for _, w := range g.Words {
			has := " " + strings.Join(i18n.Fold(w), " ") + " "
			if !strings.Contains(asked, has) {
				continue
			}
			for _, other := range g.Words {
				if other != w && len(list) < maxInstead {
					list = append(list, strings.TrimSpace(strings.Replace(asked, has, " "+other+" ", 1)))
				}
			}
		}
	}
	return list, nil
}

// besides adds what the operator's synonyms find to a first page that has room.
func (s *Service) besides(ctx context.Context, x *search.Index, ask search.Ask, found *search.Found) error {
	if ask.Cursor != "" || found.Next != "" {
		return nil
	}
	others, err := s.instead(ctx, ask.Text)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, h := range found.Hits {
		seen[h.Product] = true
	}
	for _, text := range others {
		ask.Text, ask.Facets = text, found.Total == 0 && ask.Facets
		more, err := x.Find(ctx, ask)
		if err != nil {
			return err
		}
		if ask.Facets {
			found.Facets = more.Facets
		}
		for _, h := range more.Hits {
			if !seen[h.Product] && len(found.Hits) < ask.Limit {
				seen[h.Product] = true
				found.Hits, found.Total = append(found.Hits, h), found.Total+1
			}
		}
	}
	return nil
}
