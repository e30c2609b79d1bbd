package academy_test

import (
	"bytes"
	"testing"
	"time"

	. "agora/academy"
	"agora/academy/starter"
	"agora/course"
	"agora/db"
	"agora/fault"
)

// TestAnArrivalIsForgotten holds a file for a day, for who sent it.
func TestAnArrivalIsForgotten(t *testing.T) {
	c, err := starter.Course()
	must(t, err)
	packed, err := course.Zip(c)
	must(t, err)
	schools(t, func(t *testing.T, s *Service, d *db.DB, _ CourseID, now *time.Time) {
		if err := s.Receive(t.Context(), nurai, bytes.NewReader(packed)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a learner sends one: %v", err)
		}
		other := teacher
		other.Person = 9
		must(t, s.Receive(t.Context(), teacher, bytes.NewReader(packed)))
		must(t, s.Receive(t.Context(), other, bytes.NewReader(packed)))
		a, ok, err := s.Arrived(t.Context(), teacher)
		must(t, err)
		if !ok || a.Lessons != 8 || a.Words == 0 || a.Format != Native {
			t.Errorf("arrived: %+v", a)
		}
		if _, _, err := s.KeepArrived(t.Context(), other, a.ID); !fault.HasKey(err, "fault.upload_gone") {
			t.Errorf("another keeps it: %v", err)
		}
		*now = now.Add(KeepArrival / 2)
		must(t, s.Receive(t.Context(), other, bytes.NewReader(packed)))
		*now = now.Add(KeepArrival / 2)
		must(t, s.ForgetArrivals(t.Context(), 100))
		var left int64
		must(t, d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT COUNT(*) FROM academy_arrivals", nil, &left) }))
		if _, ok, _ := s.Arrived(t.Context(), teacher); ok || left != 1 {
			t.Errorf("after a day %d are left", left)
		}
		b, _, err := s.Arrived(t.Context(), other)
		must(t, err)
		if slug, version, err := s.KeepArrived(t.Context(), other, b.ID); err != nil || slug != c.ID || version != c.Version {
			t.Errorf("kept %q %d: %v", slug, version, err)
		}
	})
}
