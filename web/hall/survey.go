package hall

import (
	"net/http"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// judgeView is the form in which a person says how it was.
type judgeView struct {
	action  string // "" while she is not asked
	mishaps []ui.Mishap
	scores  []ui.Option // the best first
	words   ui.Field
}

// judgedOf fills in the form with what she said before.
func judgedOf(r *web.Request, at assembly.Seated, a assembly.Answer, form *web.Form) (v judgeView) {
	if !at.Asks(r.Now()) {
		return v
	}
	chosen := ""
	if a.Score > 0 {
		chosen = number(a.Score)
	}
	if form != nil {
		chosen = form.Get("score")
	}
	v.action, v.mishaps = seatURL(r, "/survey"), form.Mishaps(r)
	for n := int64(assembly.BestScore); n > 0; n-- {
		v.scores = append(v.scores, ui.Option{Value: number(n), Text: scoreWords(r, n), Selected: chosen == number(n)})
	}
	v.words = form.Fill(r, ui.Field{Name: "words", Type: "area", Rows: 4, Label: r.T("assembly.survey_text"), Value: a.Words, Dir: "auto", Max: assembly.MostAnswer})
	return v
}

// scoreWords says a score as reviews of goods do.
func scoreWords(r *web.Request, n int64) string {
	return r.Locale.Number(n) + " " + r.T("store.stars_"+number(n))
}

// judge keeps what a person says.
func (h *Hall) judge(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	if form.Err() == nil {
		err := h.Assembly.Judge(r.R.Context(), r.Actor, at.Event.ID, at.Seat.ID, assembly.Answer{Score: form.Int("score"), Words: form.Get("words")})
		if !fault.Is(err, fault.Invalid) {
			return r.Done(err, "assembly.survey_thanks", seatURL(r, ""))
		}
		_ = form.Join("", err) // it is Invalid
	}
	return h.showSeat(r, form, http.StatusUnprocessableEntity)
}

// surveyView is who came to an event and how it was for them.
type surveyView struct {
	title       ui.Link
	plan        string
	figures     []ui.Figure
	sessions    []came
	channels    []ui.Row // that were listened to
	reacted     []ui.Row // with what how often
	busiest     []busiestView
	said        []ui.Said
	first, next string
}

// came is how many came to a session.
type came struct {
	title ui.Link
	count string
}

// survey shows hosts the figures and the words of an event; it names nobody.
func (h *Hall) survey(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	ctx, before := r.R.Context(), assembly.AnswerID(r.QueryID("before"))
	f, err := h.Assembly.Turnout(ctx, r.Actor, e.ID)
	if err != nil {
		return err
	}
	list, err := h.Assembly.Said(ctx, r.Actor, e.ID, before)
	if err != nil {
		return err
	}
	here := hostURL(e.ID) + "/survey"
	v := surveyView{title: r.Words(e.Title), plan: hostURL(e.ID), figures: figures(r, f)}
	if before > 0 {
		v.first = here
	} else {
		if err := h.bySession(r, e, f, &v); err != nil {
			return err
		}
		v.channels, v.reacted = heardOf(r, e, f), reactedOf(r, f)
	}
	if len(list) > assembly.PageSize {
		list = list[:assembly.PageSize]
		v.next = here + "?before=" + number(int64(list[len(list)-1].ID))
	}
	for _, a := range list {
		v.said = append(v.said, ui.Said{Words: a.Words, Stars: scoreWords(r, a.Score)})
	}
	return h.page(r, http.StatusOK, v.title.Text, surveyPage(v))
}

// bySession counts who came, and says when most reactions did, by session in the order
// of the agenda.
func (h *Hall) bySession(r *web.Request, e assembly.Event, f assembly.Turnout, v *surveyView) error {
	sessions, err := h.Assembly.Sessions(r.R.Context(), e.ID)
	for _, s := range sessions {
		if n := f.Sessions[s.ID]; n > 0 {
			v.sessions = append(v.sessions, came{r.Words(s.Title), r.Locale.Number(n)})
		}
		if b := f.Busiest[s.ID]; b.N > 0 {
			v.busiest = append(v.busiest, busiestOf(r, e, s, b))
		}
	}
	return err
}

// heardOf says how long all listened to each channel.
func heardOf(r *web.Request, e assembly.Event, f assembly.Turnout) (list []ui.Row) {
	for _, c := range f.Channels {
		list = append(list, ui.Row{What: channelName(r, assembly.Seated{Event: e}, c.Of).Text, Value: r.T("assembly.certify_minutes", "n", r.Locale.Number(c.Minutes)), Why: r.N("hall.room_here", c.People)})
	}
	return list
}

// figures writes the numbers of an event; averages are of those who came, and of
// those who answered.
func figures(r *web.Request, f assembly.Turnout) []ui.Figure {
	minutes, score := "–", "–"
	if f.Came > 0 {
		minutes = r.Locale.Number((f.Minutes + f.Came/2) / f.Came)
	}
	if f.Answers > 0 {
		score = r.Locale.Tenths((10*f.Score + f.Answers/2) / f.Answers)
	}
	return []ui.Figure{
		{What: r.T("assembly.survey_came"), Value: r.Locale.Number(f.Came)},
		{What: r.T("assembly.survey_minutes"), Value: minutes},
		{What: r.T("assembly.survey_answers"), Value: r.Locale.Number(f.Answers)},
		{What: r.T("assembly.survey_average"), Value: score},
	}
}
