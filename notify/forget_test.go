package notify

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
)

// TestOldMessagesAreForgotten takes out what is old and about one thing, some at a time, and
// nothing else.
func TestOldMessagesAreForgotten(t *testing.T) {
	clock := time.Now()
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		clock = time.Now()
		s := New(d)
		send := func(keys ...string) {
			t.Helper()
			for _, k := range keys {
				if err := s.Send(t.Context(), message(k)); err != nil {
					t.Fatal(err)
				}
			}
		}
		send("need 1 reporter", "need 2 place", "need 3 place", "buyer need 4")
		clock = clock.Add(30 * 24 * time.Hour)
		send("need 5 place")
		clock = clock.Add(time.Minute)
		for i, want := range []int64{2, 1, 0} {
			if gone, err := s.Forget(t.Context(), "need ", 30*24*time.Hour, 2); err != nil || gone != want {
				t.Errorf("time %d: %d gone, %v", i, gone, err)
			}
		}
		list, err := s.Outbox(t.Context(), Filter{})
		if err != nil || len(list) != 2 || list[0].Key != "need 5 place" || list[1].Key != "buyer need 4" {
			t.Errorf("%+v %v", list, err)
		}
	})
}
