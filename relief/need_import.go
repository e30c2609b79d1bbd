package relief

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// NeedVerdict is what becomes of a row of a file of needs.
type NeedVerdict string

// Verdicts.
const (
	RowGood    NeedVerdict = "good"
	RowThere   NeedVerdict = "there"   // the node has the same: nothing is to be done
	RowRefused NeedVerdict = "refused" // something is wrong with it
)

// NeedLine is a row of a file of needs, and what becomes of it.
type NeedLine struct {
	NeedRow
	Verdict NeedVerdict
	At      Facility
	What    Item
	Instead int64 // what was open there before, in units; 0 for nothing
}

// JudgeNeeds says row by row what would become of a file; who coordinates may.
func (s *Service) JudgeNeeds(ctx context.Context, by identity.Actor, crisis CrisisID, rows []NeedRow) (list []NeedLine, err error) {
	if !Coordinates(by) {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = judgeNeeds(tx, crisis, rows, mostLikes)
		return err
	})
	return list, err
}

// ImportNeeds writes down the good rows of a file, all in one write, and gives what
// became of each. The same file once more changes nothing.
func (s *Service) ImportNeeds(ctx context.Context, by identity.Actor, crisis CrisisID, rows []NeedRow) (list []NeedLine, err error) {
	if !Coordinates(by) {
		return nil, errNotMe
	}
	if len(rows) > MaxNeedRows {
		return nil, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxNeedRows))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		if list, err = judgeNeeds(tx, crisis, rows, 0); err != nil {
			return err
		}
		came, err := arrivals(tx, crisis)
		if err != nil {
			return err
		}
		for _, l := range list {
			if l.Verdict != RowGood {
				continue
			}
			if _, err := (Need{Crisis: crisis, Facility: l.At.ID, Item: l.What.ID, Want: l.Want}).report(tx, by, came); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// mostLikes bounds for how many rows of a file a facility of nearly the same name is
// looked for: each is compared with all.
const mostLikes = 20

// needJudge knows what rows are compared with.
type needJudge struct {
	items  map[string]Item
	places map[string][]Facility // by number, name, and name with town, in small letters
	open   map[[2]int64]Need
	seen   map[[2]int64]NeedRow
	now    time.Time
	likes  int
	all    []Facility
}

// judgeNeeds judges rows, and looks for so many likely names at most.
func judgeNeeds(tx *db.Tx, crisis CrisisID, rows []NeedRow, likes int) (list []NeedLine, err error) {
	j := &needJudge{items: map[string]Item{}, places: map[string][]Facility{}, open: map[[2]int64]Need{}, seen: map[[2]int64]NeedRow{}, now: tx.Now, likes: likes}
	items, err := itemsIn(tx, crisis)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		j.items[i.Code] = i
	}
	if j.all, err = db.List(tx, scanFacility, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 AND state <> 'refused' ORDER BY facility_id LIMIT $2", int64(crisis), maxFacilities); err != nil {
		return nil, err
	}
	for _, f := range j.all {
		for _, as := range []string{strconv.FormatInt(int64(f.ID), 10), f.Name, f.Name + ", " + f.Town} {
			as = strings.ToLower(as)
			j.places[as] = append(j.places[as], f)
		}
	}
	needs, err := db.List(tx, scanNeed, "SELECT "+needColumns+" FROM relief_needs WHERE crisis_id = $1 AND state IN ('open', 'asleep') LIMIT $2", int64(crisis), maxOpen)
	for _, n := range needs {
		j.open[[2]int64{int64(n.Facility), int64(n.Item)}] = n
	}
	for _, r := range rows {
		list = append(list, j.line(r))
	}
	return list, err
}

// line judges one row.
func (j *needJudge) line(r NeedRow) NeedLine {
	l := NeedLine{NeedRow: r, Verdict: RowRefused}
	l.Faults = slices.Clone(r.Faults)
	var known bool
	if l.What, known = j.items[r.Code]; !known {
		l.Faults.Add("item", "fault.relief_item", "code", r.Code)
	}
	at, bad := j.place(r.Facility)
	if l.At = at; bad != nil {
		l.Faults = append(l.Faults, bad)
	}
	if known && bad == nil && !at.Accepts(l.What.ID) {
		l.Faults.Add("item", "fault.relief_not_taken")
	}
	if len(l.Faults) == 0 {
		_ = l.Faults.Join("", r.Want.check(l.What, j.now))
	}
	if len(l.Faults) > 0 {
		return l
	}
	key := [2]int64{int64(l.At.ID), int64(l.What.ID)}
	if before, twice := j.seen[key]; twice {
		said := "fault.relief_differs"
		if before.Want.Same(r.Want) {
			said = "fault.relief_again"
		}
		l.Faults.Add("facility", said, "row", strconv.FormatInt(before.Row, 10))
		return l
	}
	j.seen[key], l.Verdict = r, RowGood
	if n, ok := j.open[key]; ok {
		l.Instead = n.Gap()
		if n.State == Wanted && n.repeats(r.Want) {
			l.Verdict = RowThere
		}
	}
	return l
}

// repeats reports whether a file says no more than what is known.
func (w Want) repeats(o Want) bool {
	return w.Same(o) && w.Staff == o.Staff && w.Deadline.Equal(o.Deadline) && w.Note == o.Note && w.Reporter == o.Reporter
}

// place finds a facility by its number, or by its name, alone or with its town. A name
// that two have, or none, is a fault that names one that is meant, perhaps.
func (j *needJudge) place(name string) (Facility, *fault.Error) {
	if name == "" {
		return Facility{}, fault.Field("facility", "fault.required")
	}
	found := j.places[strings.ToLower(name)]
	if len(found) == 1 {
		return found[0], nil
	}
	like := j.like(name)
	if len(found) > 1 {
		like = found[0].Name + ", " + found[0].Town
	}
	return Facility{}, fault.Field("facility", "fault.relief_facility", "name", name, "like", like)
}

// like names the facility that is likest to a name; "–" when none is.
func (j *needJudge) like(name string) string {
	best, most := "–", leastAlike
	if j.likes--; j.likes < 0 {
		return best
	}
	typed := spelling(name, "")
	for _, f := range j.all {
		if l := max(alike(typed, spelling(f.Name, "")), alike(typed, spelling(f.Name, f.Town))); l >= most {
			best, most = f.Name+", "+f.Town, l
		}
	}
	return best
}
