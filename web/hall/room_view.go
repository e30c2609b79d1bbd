package hall

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"agora/assembly"
	"agora/web"
	"agora/web/ui"
)

// part is a piece of the hall that is fetched anew when something in it changed.
type part struct {
	name string // as assembly.Told has it
	fill func(*Room, *web.Request, *roomView) error
	show func(roomView) templ.Component
}

var parts = []part{
	{"slide", (*Room).slide, slidePart},
	{"caption", (*Room).captions, captionPart},
	{"hand", (*Room).hands, handPart},
	{"poll", (*Room).polls, pollPart},
	{"question", (*Room).questions, questionPart},
	{"chat", (*Room).chat, chatPart},
	{"pin", (*Room).table, tablePart},
	{"handout", (*Room).handouts, handoutPart},
	{"recording", (*Room).unmoved, recordingPart},
	{"group", (*Room).grouping, groupPart},
	{"booth", (*Room).booth, boothPart},
}

// roomView is the hall as one of those in it sees it.
type roomView struct {
	at                      assembly.Seated
	title, event            ui.Link
	live, planned, steers   bool
	when, here              string
	page, agenda, hear      string // addresses
	to                      func(deed string) string
	mishaps                 []ui.Mishap
	niches                  []nicheView
	say, ask, caption, lang ui.Field
	question, options, slow ui.Field

	tongue    ui.Link // of the captions
	tongues   []ui.Link
	captions  []captionView
	track     string
	hands     []handView
	mine      *handView
	polls     []pollView
	questions []questionView
	fewer     string // address of the first questions
	more      string // address of those after these
	messages  []messageView
	spoken    *assembly.Spoken // of the whole page; nil where each part asks for itself
	media     *mediaView       // nil where nobody comes in with sound
	table     tableView
	form      *web.Form // that was refused; nil for none
	slide     slideView
	files     []fileView // that are handed out
	groups    groupsView
	desk      *boothView // of an interpreter; nil for others
	presence  string     // address that notes that she is there
	modes     []ui.Link
	reacts    []reactView
}

// nicheView is who speaks, until her picture comes.
type nicheView struct{ name, place, initials, tint string }

type captionView struct{ id, body string }

type messageView struct {
	id, number, who, from, when, body string
	hides                             bool // she may hide it
}

type handView struct {
	seat, who, from, place string
	called                 bool
}

type questionView struct {
	id, number, votes, label, who, from, body, answer, state string
	open, voted, next                                        bool
}

type pollView struct {
	id, number, question, ballots string
	open, chooses                 bool
	options                       []ui.Choice
	rows                          []ui.Row
}

// newView is the hall without its parts.
func newView(r *web.Request, at assembly.Seated, form *web.Form) roomView {
	s := at.Session
	v := roomView{at: at, title: r.Words(s.Title), event: r.Words(at.Event.Title), live: s.State == assembly.Live, planned: s.State == assembly.Planned, steers: at.Moderates(),
		to: func(deed string) string { return in(r, "/"+deed) }, page: in(r, ""), hear: in(r, "/live"), presence: in(r, "/here"), mishaps: form.Mishaps(r), form: form,
		agenda: seatURL(r, ""), modes: modes(r)}
	v.event.URL = v.agenda
	zone := at.Event.Location()
	v.when = r.T("hall.room_begins", "time", r.Locale.DateTime(s.Starts, zone), "zone", zone.String())
	lang := reading(r, at)
	v.tongue = ui.Link{Text: r.LanguageNames([]string{lang})[0], Lang: lang, Dir: ui.DirOf(lang)}
	v.say = form.Fill(r, ui.Field{Name: "say", Label: r.T("hall.room_say"), Max: assembly.MaxMessage, Dir: "auto", Complete: "off", Required: true})
	v.ask = form.Fill(r, ui.Field{Name: "ask", Label: r.T("hall.room_ask"), Type: "area", Rows: 2, Max: assembly.MaxQuestion, Dir: "auto", Required: true})
	v.caption = form.Fill(r, ui.Field{Name: "caption", Label: r.T("hall.room_caption"), Max: assembly.MaxCaption, Dir: "auto", Complete: "off", Required: true})
	v.question = form.Fill(r, ui.Field{Name: "question", Label: r.T("hall.room_poll_question"), Max: assembly.MaxQuestion, Dir: "auto", Required: true})
	v.options = form.Fill(r, ui.Field{Name: "options", Label: r.T("hall.room_poll_options"), Type: "area", Rows: 3, Dir: "auto", Required: true})
	v.slow = form.Fill(r, ui.Field{Name: "slow", Label: r.T("assembly.slow"), Mode: "numeric", Dir: "ltr", Max: 3, Value: strconv.FormatInt(s.Slow, 10)})
	return v
}

// known reports whether an event has a language.
func known(at assembly.Seated, lang string) bool { return slices.Contains(at.Event.Langs, lang) }

// stage names who speaks.
func (v *roomView) stage() {
	for _, s := range v.spoken.Speakers {
		if slices.Contains(v.at.Session.Speakers, s.ID) {
			v.niches = append(v.niches, nicheView{s.Name, s.Place, ui.Initials(s.Name), ui.Tint(int64(len(v.niches)))})
		}
	}
}

func (o *Room) captions(r *web.Request, v *roomView) error {
	lang := v.tongue.Lang
	var list []assembly.Caption
	var err error
	if v.spoken != nil {
		list = v.spoken.Captions
	} else {
		list, err = o.Assembly.LastCaptions(r.R.Context(), v.at, lang)
	}
	if err != nil {
		return err
	}
	for _, c := range list {
		v.captions = append(v.captions, captionView{"c" + number(int64(c.ID)), c.Body})
	}
	if len(list) > 0 {
		v.track = in(r, "/captions/"+lang+".vtt")
	}
	for i, name := range r.LanguageNames(v.at.Event.Langs) {
		tag := v.at.Event.Langs[i]
		v.tongues = append(v.tongues, ui.Link{URL: in(r, "", "in", tag), Text: name, Lang: tag, Dir: ui.DirOf(tag), Current: tag == lang})
	}
	return nil
}

func (o *Room) hands(r *web.Request, v *roomView) error {
	var list []assembly.Hand
	var err error
	if v.spoken != nil {
		list = v.spoken.Hands
	} else {
		list, err = o.Assembly.Hands(r.R.Context(), v.at)
	}
	for _, h := range list {
		hand := handView{seat: number(int64(h.Seat)), who: h.Name, from: place(r, h.Author), place: r.Locale.Number(h.Place), called: h.Called}
		if h.Seat == v.at.Seat.ID {
			v.mine = &hand
		}
		if (v.steers || h.Called) && h.Seat != v.at.Seat.ID {
			v.hands = append(v.hands, hand)
		}
	}
	return err
}

func (o *Room) polls(r *web.Request, v *roomView) error {
	list, err := o.Assembly.Polls(r.R.Context(), v.at)
	for _, p := range list {
		total := p.Total()
		poll := pollView{id: "p" + number(int64(p.ID)), number: number(int64(p.ID)), question: p.Question, ballots: r.N("hall.room_ballots", total), open: p.Open,
			chooses: p.Open && v.live && p.Chosen < 0}
		for i, o := range p.Options {
			share := r.Locale.Percent(p.Ballots[i] * 100 / max(total, 1) * 100)
			poll.options = append(poll.options, ui.Choice{Name: "choice", Value: strconv.Itoa(i), Title: o, Right: share})
			row := ui.Row{What: o, Value: share}
			if i == p.Chosen {
				row.Why = r.T("hall.room_chosen")
			}
			poll.rows = append(poll.rows, row)
		}
		v.polls = append(v.polls, poll)
	}
	return err
}

func (o *Room) questions(r *web.Request, v *roomView) error {
	from := r.QueryID("from")
	list, err := o.Assembly.Questions(r.R.Context(), v.at, from)
	if from > 0 {
		v.fewer = in(r, "") + "#question"
	}
	if len(list) > assembly.PageSize {
		list, v.more = list[:assembly.PageSize], in(r, "", "from", number(from+assembly.PageSize))+"#question"
	}
	for _, q := range list {
		view := questionView{id: "q" + number(int64(q.ID)), number: number(int64(q.ID)), votes: r.Locale.Number(q.Votes), label: r.N("hall.room_vote", q.Votes), who: q.Name, from: place(r, q.Author), body: q.Body,
			answer: q.Answer, open: q.Open() && (v.live || v.planned), voted: q.Voted, next: q.State == assembly.Next}
		switch q.State {
		case assembly.Next:
			view.state = r.T("hall.room_next")
		case assembly.Answered:
			view.state = r.T("hall.room_answered")
		}
		v.questions = append(v.questions, view)
	}
	return err
}

func (o *Room) chat(r *web.Request, v *roomView) error {
	var list []assembly.Message
	var err error
	if v.spoken != nil {
		list = v.spoken.Messages
	} else {
		list, err = o.Assembly.Messages(r.R.Context(), v.at, 0)
	}
	v.messages = messageViews(r, v.at, list)
	for i := range v.messages {
		v.messages[i].hides = v.steers
	}
	return err
}

func messageViews(r *web.Request, at assembly.Seated, list []assembly.Message) (views []messageView) {
	zone := at.Event.Location()
	for _, m := range list {
		views = append(views, messageView{id: "m" + number(int64(m.ID)), number: number(int64(m.ID)), who: m.Name, from: place(r, m.Author), when: r.Locale.Digits(m.At().In(zone).Format("15:04")), body: m.Body})
	}
	return views
}

// place names the country that an author said she is in; "" for none.
func place(r *web.Request, a assembly.Author) string {
	if a.Country == "" {
		return ""
	}
	return nationName(r, a.Country)
}
