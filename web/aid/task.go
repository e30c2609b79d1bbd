package aid

import (
	"net/http"
	"time"

	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// tasksView is the desk of tasks.
type tasksView struct {
	title   ui.Link
	tabs    []ui.Link
	action  string
	mishaps []ui.Mishap
	open    bool
	list    []taskView
	fields  []ui.Field
}

func (a *Aid) tasks(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showTasks(r, c, nil, http.StatusOK)
}

func (a *Aid) showTasks(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	at := boardURL(c.ID)
	v := tasksView{title: r.Words(c.Title), tabs: tabs(r, c, "/tasks"), action: at + "/tasks", mishaps: form.Mishaps(r), open: c.State == relief.Open}
	v.title.URL = at
	list, who, err := a.Relief.Tasks(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	for _, t := range list {
		one := task(r, t)
		for _, s := range who {
			if s.Task == t.ID {
				one.who = append(one.who, shiftView{number(int64(s.Helper)), s.Name, reached(s.Contact), s.State == relief.Done})
			}
		}
		v.list = append(v.list, one)
	}
	v.fields = filled(r, form, ui.Field{Name: "what", Label: r.T("relief.task_what"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "where", Label: r.T("relief.where"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "skill", Label: r.T("relief.task_skill"), Options: named(r, "relief.skill_", relief.Skills)},
		ui.Field{Name: "places", Label: r.T("relief.task_people"), Mode: "numeric", Dir: "ltr", Max: 3, Value: "1", Required: true},
		ui.Field{Name: "day", Label: r.T("console.day"), Type: "date", Required: true},
		ui.Field{Name: "time", Label: r.T("relief.task_time"), Type: "time", Value: "09:00", Required: true})
	return a.page(r, status, r.T("relief.time"), tasksPage(v))
}

// starts reads a day and a time by the clock of a country of the crisis.
func starts(c relief.Crisis, f *web.Form) time.Time {
	zone := time.UTC
	if len(c.Countries) > 0 {
		if z, err := time.LoadLocation(c.Countries[0].Zone()); err == nil {
			zone = z
		}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", f.Get("day")+" "+f.Get("time"), zone)
	if err != nil {
		f.Add("day", "fault.relief_day")
	}
	return at.UTC()
}

// moveTask posts a task, closes one, or says of somebody that she did it or does not.
func (a *Aid) moveTask(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) { return boardURL(c.ID) + "/tasks", a.taskDeed(r, c, f) },
		func(f *web.Form, status int) error { return a.showTasks(r, c, f, status) })
}

func (a *Aid) taskDeed(r *web.Request, c relief.Crisis, f *web.Form) error {
	switch {
	case f.Has("helper"):
		return a.shift(r, relief.Helper{ID: relief.HelperID(f.ID("helper")), Crisis: c.ID}, f)
	case f.Has("task"):
		return a.Relief.CloseTask(r.R.Context(), r.Actor, c.ID, relief.TaskID(f.ID("task")))
	}
	t := relief.Task{Crisis: c.ID, Skill: relief.Skill(f.Get("skill")), Starts: starts(c, f), Places: f.Int("places"), Work: relief.Work{What: f.Get("what"), Where: f.Get("where")}}
	if err := f.Err(); err != nil {
		return err
	}
	_, err := a.Relief.PostTask(r.R.Context(), r.Actor, t)
	return err
}
