package assembly

// Recorded is how it stands with the recording of a session, for one who is in its
// hall.
type Recorded struct {
	Recording RecordingState
	Keeps     bool  // for a replay
	Pieces    int64 // so many there are
	Agreed    bool  // she may be taken down
}

// Needs reports whether she must agree before she is heard or seen: what happens in
// the session is taken down now, or will be.
func (at Seated) Needs() bool {
	return !at.Agreed && (at.Recording.Watched() || at.Session.State == Planned && at.Event.Taped())
}

// Streams reports whether a session can be watched beyond its room now.
func (at Seated) Streams() bool {
	return at.Event.Broadcast && at.Session.State == Live && at.Recording.Watched()
}

// recordedColumns and recordedJoins add it to a statement that has a session as t
// and a seat as s.
const (
	recordedColumns = "COALESCE(r.state, ''), COALESCE(r.keeps, 0), COALESCE(r.pieces, 0), COALESCE(c.agreed, 0)"
	recordedJoins   = `LEFT JOIN assembly_recordings r ON r.event_id = t.event_id AND r.session_id = t.session_id
	LEFT JOIN assembly_recorded c ON c.event_id = t.event_id AND c.session_id = t.session_id AND c.seat_id = s.seat_id`
)

func (r *Recorded) row() row {
	var keeps, agreed int64
	return row{[]any{(*string)(&r.Recording), &keeps, &r.Pieces, &agreed}, func() error {
		r.Keeps, r.Agreed = keeps == 1, agreed > 0
		return nil
	}}
}
