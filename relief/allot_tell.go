package relief

import (
	"cmp"
	"slices"

	"agora/db"
	"agora/event"
)

// Events of allotments, whose Body is a Telling.
const (
	PledgeAllotted event.Kind = "relief.pledge_allotted" // donors are told where their gifts go
	NeedAllotted   event.Kind = "relief.need_allotted"   // facilities are told what comes
	PledgeFreed    event.Kind = "relief.pledge_freed"    // donors are told that it does not go there
	NeedFreed      event.Kind = "relief.need_freed"      // facilities are told that it does not come
)

// Telling is lines that one side is told of, those of one pledge or facility together.
type Telling struct {
	Crisis CrisisID      `json:"crisis"`
	Lines  []AllotmentID `json:"lines"`
}

// told is about how many lines one event tells of.
const told = 100

// tellBoth tells both sides of lines.
func tellBoth(tx *db.Tx, crisis CrisisID, donors, places event.Kind, lines []Allotment) error {
	if err := tell(tx, crisis, donors, lines, func(a Allotment) int64 { return int64(a.Pledge) }); err != nil {
		return err
	}
	return tell(tx, crisis, places, lines, func(a Allotment) int64 { return int64(a.Facility) })
}

func tell(tx *db.Tx, crisis CrisisID, kind event.Kind, lines []Allotment, party func(Allotment) int64) error {
	slices.SortStableFunc(lines, func(a, b Allotment) int { return cmp.Compare(party(a), party(b)) })
	t := Telling{Crisis: crisis}
	for i, l := range lines {
		t.Lines = append(t.Lines, l.ID)
		last := i+1 == len(lines)
		if !last && (len(t.Lines) < told || party(lines[i+1]) == party(l)) {
			continue
		}
		if err := event.Append(tx, db.House, kind, int64(crisis), t); err != nil {
			return err
		}
		t.Lines = nil
	}
	return nil
}
