package catalog

import (
	"context"
	"strings"

	"agora/i18n"
	"agora/search"
)

// maxInstead bounds the queries that are asked besides the one that was typed.
const maxInstead = 6

// instead gives what may be searched for besides: the query with a word of the
// operator's synonyms in place of another of its group.
func (s *Service) instead(ctx context.Context, query string) (list []string, err error) {
	groups, err := s.synonyms.get(func() ([]Synonyms, error) {
		list, err := s.AllSynonyms(ctx)
		if list == nil {
			list = []Synonyms{}
		}
		return list, err
	})
	if err != nil {
		return nil, err
	}
	asked := " " + strings.Join(i18n.Fold(query), " ") + " "
	for _, g := range groups {
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
