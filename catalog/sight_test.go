package catalog

import (
	"errors"
	"sync"
	"testing"

	"agora/db"
	"agora/db/dbtest"
)

var counters = []db.Schema{{Name: "counters", Steps: []string{`
CREATE TABLE counters (id BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (id)) /*clustered*/;
`}}}

// Whoever wrote sees what they wrote, and while nobody writes nothing is read
// twice.
func TestASightIsNeverOlderThanWhatWasWritten(t *testing.T) {
	dbtest.Each(t, counters, func(t *testing.T, d *db.DB) {
		var s sight[string, int64]
		reads := 0
		var mu sync.Mutex
		read := func() (n int64, err error) {
			mu.Lock()
			reads++
			mu.Unlock()
			return n, d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT COALESCE(MAX(n), 0) FROM counters", nil, &n) })
		}
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				for range 50 {
					var wrote int64
					if err := d.Write(t.Context(), func(tx *db.Tx) error {
						if err := tx.Row("SELECT COALESCE(MAX(n), 0) + 1 FROM counters", nil, &wrote); err != nil {
							return err
						}
						_, err := tx.Exec("INSERT INTO counters (id, n) VALUES ($1, $2)", tx.ID(), wrote)
						return err
					}); err != nil {
						t.Error(err)
					}
					if saw, err := s.look(d, "n", read); err != nil || saw < wrote {
						t.Errorf("%d wrote %d and saw %d (%v)", i, wrote, saw, err)
					}
				}
			})
		}
		all.Wait()
		_, _ = s.look(d, "n", read)
		before := reads
		for range 20 {
			_, _ = s.look(d, "n", read)
		}
		if reads > before+1 { // one when the machine is so slow that it grew old
			t.Errorf("read %d times while nobody wrote", reads-before)
		}
		if _, err := s.look(d, "broken", func() (int64, error) { return 0, errors.New("no") }); err == nil {
			t.Error("a fault was not told")
		}
		if n, err := s.look(d, "broken", func() (int64, error) { return 7, nil }); n != 7 || err != nil {
			t.Error("a fault was remembered")
		}
	})
}
