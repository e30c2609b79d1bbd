package notify

import (
	"context"
	"time"

	"agora/db"
)

// Forget takes up to limit messages out of the outbox that are older than an age and whose
// keys begin with about, and gives how many went. By then no job sends them again.
func (s *Service) Forget(ctx context.Context, about string, age time.Duration, limit int64) (gone int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		gone, err = tx.Exec(`DELETE FROM notify_messages WHERE message_id IN (
			SELECT message_id FROM notify_messages WHERE message_id < $1 AND message_key LIKE $2 ORDER BY message_id LIMIT $3)`,
			db.IDAt(tx.Now.Add(-age)), about+"%", limit)
		return err
	})
	return gone, err
}
