package hall

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// repeatView is the form by which a session comes again.
type repeatView struct {
	action, rule  string // where it is sent; the rule as calendars know it, "" for none
	of            string // the session that made this one; "" for none
	every, count  ui.Field
	until, except ui.Field
	days          []ui.Option
	mishaps       []ui.Mishap
	shown         bool
}

// repeatOf fills in the form of a session that is on the agenda.
func (h *Hall) repeatOf(r *web.Request, e assembly.Event, s assembly.Session, form *web.Form) (v repeatView, err error) {
	if s.ID == 0 || s.Break {
		return v, nil
	}
	at := hostURL(e.ID) + "/sessions/"
	if s.Series != 0 && s.Series != s.ID {
		v.of = at + number(int64(s.Series))
		return v, nil
	}
	repeat, ok, err := h.Assembly.Series(r.R.Context(), e.ID, s.ID)
	if err != nil {
		return v, err
	}
	first := s.Starts.In(e.Location())
	v.shown, v.action, v.mishaps = true, at+number(int64(s.ID))+"/repeat", form.Mishaps(r)
	if ok {
		v.rule = repeat.Rule(first)
	} else {
		repeat = assembly.Repeat{Until: e.Ends.In(e.Location()).Format(time.DateOnly)}
	}
	v.every = ui.Field{Name: "every", Label: r.T("assembly.repeat_every")}
	for _, how := range assembly.Everies {
		v.every.Options = append(v.every.Options, ui.Option{Value: string(how), Text: r.T("assembly.repeat_" + cmp.Or(string(how), "once")), Selected: how == repeat.Every})
	}
	v.every = form.Fill(r, v.every)
	for i := range 7 {
		d := time.Weekday((i + 1) % 7) // Monday first
		value := strconv.Itoa(int(d))
		on := d == first.Weekday() || slices.Contains(repeat.Days, d)
		if form != nil {
			on = slices.Contains(form.List("days"), value)
		}
		v.days = append(v.days, ui.Option{Value: value, Text: r.T("assembly.weekday_" + value), Selected: on})
	}
	v.until = form.Fill(r, ui.Field{Name: "until", Type: "date", Label: r.T("assembly.repeat_until"), Value: repeat.Until, Dir: "ltr"})
	v.count = form.Fill(r, ui.Field{Name: "count", Label: r.T("assembly.repeat_count"), Hint: r.T("assembly.repeat_count_hint"), Value: positive(repeat.Count), Mode: "numeric", Dir: "ltr", Max: 2})
	v.except = form.Fill(r, ui.Field{Name: "except", Label: r.T("assembly.repeat_except"), Hint: r.T("assembly.repeat_except_hint"), Value: strings.Join(repeat.Except, " "), Dir: "ltr", Max: 700})
	return v, nil
}

// positive writes a number that is empty when it is nothing.
func positive(n int64) string {
	if n <= 0 {
		return ""
	}
	return number(n)
}

// repeat makes a session come again, or ends that.
func (h *Hall) repeat(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, s, err := h.sessionOf(r)
	if err != nil {
		return err
	}
	to := assembly.Repeat{Every: assembly.Every(form.Get("every")), Count: form.Int("count"), Until: form.Get("until"),
		Except: strings.FieldsFunc(form.Get("except"), func(c rune) bool { return c == ' ' || c == ',' || c == ';' || c == '\n' })}
	for _, d := range form.List("days") {
		n, err := strconv.Atoi(d)
		if err != nil {
			n = -1 // said to be wrong below
		}
		to.Days = append(to.Days, time.Weekday(n))
	}
	if to.Every == assembly.Once { // the rest says nothing then
		to = assembly.Repeat{}
	}
	if to.Count > 0 {
		to.Until = ""
	}
	if form.Err() == nil {
		_, err = h.Assembly.Repeat(r.R.Context(), r.Actor, e.ID, s.ID, to)
		if err == nil || !fault.Is(err, fault.Invalid) {
			return r.Done(err, "assembly.saved", hostURL(e.ID))
		}
		_ = form.Join("", err) // it is Invalid
	}
	return h.showSessionWith(r, e, s, nil, form, http.StatusUnprocessableEntity)
}

// cameBefore parts what is past from the days of an agenda that comes again, so
// that the next session stands first.
func (v *eventView) cameBefore(sessions []assembly.Session, now time.Time) {
	if !slices.ContainsFunc(sessions, func(s assembly.Session) bool { return s.Series != 0 }) {
		return
	}
	n := 0
	for n < len(v.days) && !v.days[n].ends.After(now) {
		n++
	}
	if n < len(v.days) { // when all is past it stays as it was
		v.earlier, v.days = v.days[:n], v.days[n:]
	}
}
