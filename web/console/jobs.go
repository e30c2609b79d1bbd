package console

import (
	"strings"

	"agora/jobs"
	"agora/web"
	"agora/web/ui"
)

// jobs lists the jobs that failed for the last time, or the newest of all.
func (c *Console) jobs(r *web.Request) error {
	recent := r.Query("list") == "recent"
	v := listView{title: r.T("console.tab_jobs"), intro: r.T("console.jobs_words"), none: r.T("console.no_dead"),
		chips: []ui.Link{{URL: "/console/jobs", Text: r.T("console.dead_jobs"), Current: !recent},
			{URL: "/console/jobs?list=recent", Text: r.T("console.recent_jobs"), Current: recent}},
		cols: []ui.Col{{Head: r.T("console.job")}, {Head: r.T("desk.col_state")}, {Head: r.T("console.tries"), Number: true},
			{Head: r.T("desk.col_when")}, {Head: r.T("console.error")}, {Head: r.T("console.acts")}}}
	if c.Jobs == nil {
		return c.ok(r, "jobs", v.title, list(v))
	}
	look := c.Jobs.Dead
	if recent {
		look = c.Jobs.Recent
	}
	all, err := look(r.R.Context(), jobs.Page{Before: r.QueryID("before"), Limit: pageSize})
	if err != nil {
		return err
	}
	for _, j := range all {
		row := []ui.Cell{{Part: stacked(j.Name, string(j.Event.Kind))}, {Text: jobState(r, j.State)}, {Text: number(int64(j.Attempt)), Code: true},
			{Text: r.Locale.DateTime(j.Due, nil)}, {Text: firstLine(j.Error)}, {}}
		if j.State == "discarded" || j.State == "retryable" {
			row[5].Part = ui.Act("2 s", "/console/jobs/"+number(j.ID)+"/retry", r.T("console.retry"))
		}
		v.rows = append(v.rows, row)
	}
	here := "/console/jobs?"
	if recent {
		here += "list=recent&"
	}
	if r.QueryID("before") > 0 {
		v.first = here
	}
	if len(all) == pageSize {
		v.next = here + "before=" + number(all[len(all)-1].ID)
	}
	return c.ok(r, "jobs", v.title, list(v))
}

func jobState(r *web.Request, state string) string {
	if key := "console.job_" + state; r.Locale.Has(key) {
		return r.T(key)
	}
	return state
}

// firstLine keeps an error short enough for a table.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if runes := []rune(s); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return s
}

// retry runs a job again at once.
func (c *Console) retry(r *web.Request) error {
	_, id, err := formAndID(r)
	if err != nil {
		return err
	}
	if err := c.Jobs.Retry(r.R.Context(), id); err != nil {
		return err
	}
	r.Say("console.retried")
	return r.Redirect("/console/jobs")
}
