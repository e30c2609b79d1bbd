package identity

import (
	"context"
	"strconv"
	"strings"

	"agora/db"
)

// Names gives the names of people as the audit has them ("person:123", see
// Actor.String), to operators and moderators. Who is not a person, or is no
// more, is not in it.
func (s *Service) Names(ctx context.Context, by Actor, who []string) (map[string]string, error) {
	if !by.IsModerator() && !by.System {
		return nil, errForbidden
	}
	var ids []any
	seen := map[string]bool{}
	for _, w := range who {
		text, person := strings.CutPrefix(w, "person:")
		if id, err := strconv.ParseInt(text, 10, 64); person && err == nil && !seen[w] {
			seen[w] = true
			ids = append(ids, id)
		}
	}
	names := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var id PersonID
			var name string
			err := scan(&id, &name)
			names[Actor{Person: id}.String()] = name
			return err
		}, "SELECT person_id, name FROM people WHERE person_id IN "+db.Places(1, len(ids)), ids...)
	})
	return names, err
}
