package hall

import (
	"net/http"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// appealView is the form of a call for speakers.
type appealView struct {
	event                          ui.Link
	action, review, public, export string
	mishaps                        []ui.Mishap
	until                          ui.Field
	words                          []ui.Field
}

func (h *Hall) appeal(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.showAppeal(r, e, nil, http.StatusOK)
}

func (h *Hall) showAppeal(r *web.Request, e assembly.Event, form *web.Form, status int) error {
	at := hostURL(e.ID)
	v := appealView{event: ui.Link{URL: at, Text: r.Words(e.Title).Text}, action: at + "/call", review: at + "/review", export: at + "/proposals.csv", mishaps: form.Mishaps(r)}
	until := ""
	if !e.Appeal.Until.IsZero() {
		until, v.public = e.Appeal.Until.In(e.Location()).Format(assembly.Typed), eventURL(e.ID)+"/call"
	}
	v.until = form.Fill(r, ui.Field{Name: "until", Type: "datetime-local", Label: r.T("assembly.call_until"), Value: until, Dir: "ltr"})
	for _, l := range tonguesOf(r, e) {
		v.words = append(v.words, form.Fill(r, ui.Field{Name: "words." + l, Type: "area", Rows: 5, Label: r.T("assembly.call_wanted", "lang", r.LanguageNames([]string{l})[0]), Value: e.Appeal.Words[l], Lang: l, Dir: ui.DirOf(l), Max: 6000}))
	}
	return h.page(r, status, r.T("assembly.call"), appealPage(v))
}

// saveAppeal opens, changes or closes a call for speakers: talks may be in the
// languages of the event.
func (h *Hall) saveAppeal(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	a := assembly.Appeal{Until: readTime(form, "until", e.Location()), Words: catalog.Texts(textsOf(form, "words.")), Langs: e.Langs}
	if form.Err() == nil {
		err = h.Assembly.CallSpeakers(r.R.Context(), r.Actor, e.ID, a)
		if err == nil || !fault.Is(err, fault.Invalid) {
			return r.Done(err, "assembly.saved", hostURL(e.ID)+"/call")
		}
		_ = form.Join("", err) // it is Invalid
	}
	return h.showAppeal(r, e, form, http.StatusUnprocessableEntity)
}

func (h *Hall) exportProposals(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.Assembly.ExportProposals(r.R.Context(), r.Actor, e.ID, r.Download("proposals.csv", "text/csv; charset=utf-8"))
}

// toReview takes the host to what was proposed, with a seat of her own.
func (h *Hall) toReview(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	seat, err := h.Assembly.TakeHostSeat(r.R.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	return r.Redirect(attendURL(e.ID, seat.ID) + "/review")
}

// reviewsView is what was proposed, for who judges it.
type reviewsView struct {
	event       ui.Link
	list        []proposalRow
	first, next string
}

type proposalRow struct{ url, title, lang, name, state, mean string }

func meanWords(r *web.Request, j assembly.Judged) string {
	if j.Own == 0 {
		return r.T("assembly.mean_hidden")
	}
	return r.T("assembly.mean", "mean", r.Locale.Tenths((j.Mean()+5)/10), "n", r.Locale.Number(j.Scores))
}

func (h *Hall) reviews(r *web.Request) error {
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	after := assembly.ProposalID(r.QueryID("after"))
	list, err := h.Assembly.Proposals(r.R.Context(), r.Actor, at.Event.ID, at.Seat.ID, after)
	if err != nil {
		return err
	}
	v := reviewsView{event: ui.Link{URL: seatURL(r, ""), Text: r.Words(at.Event.Title).Text}}
	if after > 0 {
		v.first = seatURL(r, "/review")
	}
	if len(list) > assembly.PageSize {
		list = list[:assembly.PageSize]
		v.next = address(r, "/attend/"+r.Path("event")+"/"+r.Path("id")+"/review", "after", number(int64(list[len(list)-1].ID)))
	}
	for _, j := range list {
		v.list = append(v.list, proposalRow{talkURL(r, int64(j.ID)), j.Title, j.Lang, j.Name, proposalState(r, j.State), meanWords(r, j)})
	}
	f := r.Frame(r.T("assembly.review"))
	f.Place, f.Private = "assembly", true
	return r.Page(http.StatusOK, f, reviewsPage(v))
}

// reviewView is one proposal, for who judges it, and who decides.
type reviewView struct {
	event, all                             ui.Link
	title, lang, name, state, mean, action string
	abstract, biography, links             []string
	others                                 []opinionView
	mishaps                                []ui.Mishap
	score, note, starts                    ui.Field
	decide                                 bool
}

type opinionView struct{ Name, Score, Note string }

func (h *Hall) review(r *web.Request) error { return h.showReview(r, nil, http.StatusOK) }

func (h *Hall) showReview(r *web.Request, form *web.Form, status int) error {
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("proposal")
	if err != nil {
		return err
	}
	j, err := h.Assembly.ProposalFor(r.R.Context(), r.Actor, at.Event.ID, at.Seat.ID, assembly.ProposalID(id))
	if err != nil {
		return err
	}
	v := reviewView{event: ui.Link{URL: seatURL(r, ""), Text: r.Words(at.Event.Title).Text}, all: ui.Link{URL: seatURL(r, "/review"), Text: r.T("assembly.review")},
		title: j.Title, lang: j.Lang, name: j.Name, state: proposalState(r, j.State), mean: meanWords(r, j), action: talkURL(r, id), links: j.Links,
		abstract: web.Paragraphs(j.Abstract), biography: web.Paragraphs(j.Biography), mishaps: form.Mishaps(r),
		decide: assembly.Hosts(r.Actor, at.Event.Host) && j.State != assembly.Accepted && j.State != assembly.Withdrawn}
	for _, o := range j.Others {
		v.others = append(v.others, opinionView{o.Name, r.Locale.Number(o.Score), o.Note})
	}
	v.score = ui.Field{Name: "score", Label: r.T("assembly.score"), Value: positive(j.Own), Options: []ui.Option{}}
	for n := int64(1); n <= 5; n++ {
		v.score.Options = append(v.score.Options, ui.Option{Value: number(n), Text: r.Locale.Number(n), Selected: n == j.Own})
	}
	v.score = form.Fill(r, v.score)
	v.note = form.Fill(r, ui.Field{Name: "note", Type: "area", Label: r.T("assembly.review_why"), Value: j.OwnNote, Dir: "auto", Max: 1000})
	v.starts = form.Fill(r, ui.Field{Name: "starts", Type: "datetime-local", Label: r.T("assembly.session_at"), Dir: "ltr"})
	f := r.Frame(v.title)
	f.Place, f.Private = "assembly", true
	return r.Page(status, f, reviewPage(v))
}

// judgeTalk keeps a score, or a host's decision.
func (h *Hall) judgeTalk(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	n, err := r.PathID("proposal")
	if err != nil {
		return err
	}
	id := assembly.ProposalID(n)
	if form.Has("to") {
		d := assembly.Decision{To: assembly.ProposalState(form.Get("to")), Starts: readTime(form, "starts", at.Event.Location()), Minutes: talkMinutes}
		if err = form.Err(); err == nil {
			err = h.Assembly.Decide(r.R.Context(), r.Actor, at.Event.ID, id, d)
		}
	} else {
		err = h.Assembly.Score(r.R.Context(), r.Actor, at.Event.ID, at.Seat.ID, id, form.Int("score"), form.Get("note"))
	}
	if fault.Is(err, fault.Invalid) {
		if form.Err() == nil {
			_ = form.Join("", err) // it is Invalid
		}
		return h.showReview(r, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "assembly.saved", talkURL(r, n))
}

// talkMinutes is how long a session is that is made of a talk; its host changes it.
const talkMinutes = 45

// talkURL is where one proposal is judged, from the seat that the request is about.
func talkURL(r *web.Request, id int64) string {
	return address(r, "/review/"+r.Path("event")+"/"+r.Path("id")+"/"+number(id))
}
