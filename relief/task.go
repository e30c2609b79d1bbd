package relief

import (
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// TaskID names a task.
type TaskID int64

// Skill is what a task asks for, and what a helper can do.
type Skill string

// Skills are all of them, in the order in which they are offered.
var Skills = []Skill{"driver", "packer", "interpreter", "telephone", "translator"}

// Task is small work that the desk asks for: what, where, when, by how many people.
type Task struct {
	ID     TaskID
	Crisis CrisisID
	Closed bool
	Skill  Skill
	Starts time.Time // UTC
	Places int64     // people who are wanted
	Taken  int64     // of them, claimed or done
	Work
}

// Work is what is said about a task; who helps reads it.
type Work struct {
	What  string `json:"what"`
	Where string `json:"where"`
}

// Bounds of tasks.
const (
	maxTasks  = 500 // open in one crisis
	maxPlaces = 500 // people of one task
)

func (t Task) check(now time.Time) error {
	var bad fault.Fields
	for name, v := range map[string]string{"what": t.What, "where": t.Where} {
		switch {
		case v == "":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if !slices.Contains(Skills, t.Skill) {
		bad.Add("skill", "fault.choice")
	}
	if t.Starts.Before(now) {
		bad.Add("day", "fault.relief_past")
	}
	if t.Places < 1 || t.Places > maxPlaces {
		bad.Add("places", "fault.number_range", "min", int64(1), "max", int64(maxPlaces))
	}
	return bad.Err()
}

const taskColumns = "t.crisis_id, t.task_id, t.state, t.skill, t.starts, t.places, t.taken, t.doc"

func scanTask(scan db.Scan) (t Task, err error) {
	var state, doc string
	var starts int64
	if err := scan((*int64)(&t.Crisis), (*int64)(&t.ID), &state, (*string)(&t.Skill), &starts, &t.Places, &t.Taken, &doc); err != nil {
		return t, err
	}
	t.Closed, t.Starts = state != "open", db.Time(starts)
	return t, json.Unmarshal([]byte(doc), &t.Work)
}

// PostTask writes a task down; who coordinates may.
func (s *Service) PostTask(ctx context.Context, by identity.Actor, t Task) (Task, error) {
	if !Coordinates(by) {
		return t, errNotMe
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, t.Crisis); err != nil {
			return err
		}
		if err := t.check(tx.Now); err != nil {
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_tasks WHERE crisis_id = $1 AND state = 'open'", []any{int64(t.Crisis)}, &have); err != nil {
			return err
		}
		if have >= maxTasks {
			return fault.Field("what", "fault.at_most", "max", int64(maxTasks))
		}
		t.ID, t.Closed, t.Taken = TaskID(tx.ID()), false, 0
		_, err := tx.Exec("INSERT INTO relief_tasks (crisis_id, task_id, state, skill, starts, places, taken, doc) VALUES "+db.Places(1, 8),
			int64(t.Crisis), int64(t.ID), "open", string(t.Skill), db.Micro(t.Starts), t.Places, t.Taken, text(t.Work))
		return err
	})
	return t, err
}

// CloseTask ends a task: nobody claims it any more. Who coordinates may.
func (s *Service) CloseTask(ctx context.Context, by identity.Actor, crisis CrisisID, id TaskID) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE relief_tasks SET state = 'closed' WHERE crisis_id = $1 AND task_id = $2 AND state = 'open'", int64(crisis), int64(id))
		if err == nil && n == 0 {
			err = errJudged
		}
		return err
	})
}

// Shift is that a helper claimed a task, as the desk reads it.
type Shift struct {
	Task   TaskID
	Helper HelperID
	State  ShiftState
	Offer
}

// dueTasks orders tasks at a moment: what may still be claimed by when it starts, then what
// nobody closed.
const dueTasks = " ORDER BY CASE WHEN starts > $2 THEN 0 ELSE 1 END, starts, task_id"

// Tasks lists those that are open, at most PageSize: those that may be claimed by when
// they start, then those that are past; and who claimed or did them.
func (s *Service) Tasks(ctx context.Context, crisis CrisisID) (list []Task, who []Shift, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		who = nil
		list, err = db.List(tx, scanTask, "SELECT "+taskColumns+" FROM relief_tasks t WHERE t.crisis_id = $1 AND t.state = 'open'"+dueTasks+" LIMIT $3", int64(crisis), claimable(tx), PageSize)
		if err != nil || len(list) == 0 {
			return err
		}
		who, err = db.List(tx, func(scan db.Scan) (f Shift, err error) {
			var doc string
			if err := scan((*int64)(&f.Task), (*int64)(&f.Helper), (*string)(&f.State), &doc); err != nil {
				return f, err
			}
			return f, json.Unmarshal([]byte(doc), &f.Offer)
		}, `SELECT f.task_id, f.helper_id, f.state, h.doc FROM relief_shifts f
			JOIN (SELECT task_id FROM relief_tasks WHERE crisis_id = $1 AND state = 'open'`+dueTasks+` LIMIT $3) t ON t.task_id = f.task_id
			JOIN relief_helpers h ON h.crisis_id = f.crisis_id AND h.helper_id = f.helper_id
			WHERE f.crisis_id = $1 AND f.state <> 'released' ORDER BY f.task_id, f.helper_id LIMIT $4`, int64(crisis), claimable(tx), PageSize, PageSize*maxPlaces)
		return err
	})
	return list, who, err
}
