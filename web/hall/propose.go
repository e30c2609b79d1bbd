package hall

import (
	"net/http"
	"net/url"
	"strings"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// proposeView is the form of a talk: of who proposes one, or changes hers.
type proposeView struct {
	event                           ui.Link
	words                           []string
	wordsLang                       ui.Link
	until, action, back             string
	open, fresh                     bool
	state                           string // of a proposal that is there
	mishaps                         []ui.Mishap
	name, email, country            ui.Field
	title, abstract, lang           ui.Field
	biography, links                ui.Field
	consent, consentErr, talk, tone string
}

// call shows an event's call for speakers.
func (h *Hall) call(r *web.Request) error {
	return h.showPropose(r, assembly.Proposal{}, nil, http.StatusOK)
}

func (h *Hall) showPropose(r *web.Request, p assembly.Proposal, form *web.Form, status int) error {
	id, err := eventID(r)
	if err != nil {
		return err
	}
	e, err := h.Assembly.Event(r.R.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if e.Appeal.Until.IsZero() && p.ID == 0 {
		return fault.New(fault.NotFound, "fault.event_unknown")
	}
	v := proposeView{event: ui.Link{URL: eventURL(id), Text: r.Words(e.Title).Text}, wordsLang: r.Words(e.Appeal.Words), open: e.Called(r.Now()) && (p.ID == 0 || p.State == assembly.Proposed),
		fresh: p.ID == 0, action: eventURL(id) + "/call", mishaps: form.Mishaps(r), until: r.T("assembly.call_open", "until", r.Locale.DateTime(e.Appeal.Until, zoneOf(r, e.Location())))}
	v.words = web.Paragraphs(v.wordsLang.Text)
	if p.ID != 0 {
		v.action, v.state = address(r, "/proposal/"+number(int64(id))+"/"+number(int64(p.ID))), proposalState(r, p.State)
		v.back = address(r, "/proposal/"+number(int64(id))+"/"+number(int64(p.ID))+"/withdraw")
	} else {
		p.Name, p.Email, p.Country, p.Lang = r.Actor.Name, r.Actor.Email, string(r.Country), r.Locale.Lang()
	}
	v.name = form.Fill(r, ui.Field{Name: "name", Label: r.T("assembly.name"), Value: p.Name, Complete: "name", Dir: "auto", Max: 120, Required: true})
	v.email = form.Fill(r, ui.Field{Name: "email", Type: "email", Label: r.T("store.email"), Value: p.Email, Complete: "email", Dir: "ltr", Max: 254, Required: true})
	v.country = h.nationField(r, form, p.Country)
	v.title = form.Fill(r, ui.Field{Name: "title", Label: r.T("assembly.talk_title"), Value: p.Title, Dir: "auto", Max: 160, Required: true})
	v.abstract = form.Fill(r, ui.Field{Name: "abstract", Type: "area", Rows: 6, Label: r.T("assembly.talk_abstract"), Value: p.Abstract, Dir: "auto", Max: 6000, Required: true})
	v.lang = ui.Field{Name: "lang", Label: r.T("ui.language")}
	langs := e.Appeal.Langs
	if len(langs) == 0 {
		langs = e.Langs
	}
	names := r.LanguageNames(langs)
	for i, l := range langs {
		v.lang.Options = append(v.lang.Options, ui.Option{Value: l, Text: names[i], Selected: l == p.Lang})
	}
	v.lang = form.Fill(r, v.lang)
	v.biography = form.Fill(r, ui.Field{Name: "biography", Type: "area", Label: r.T("assembly.talk_bio"), Value: p.Biography, Dir: "auto", Max: 6000})
	v.links = form.Fill(r, ui.Field{Name: "links", Type: "area", Label: r.T("assembly.talk_links"), Value: strings.Join(p.Links, "\n"), Dir: "ltr", Max: 1600})
	host, err := h.hostName(r, e)
	if err != nil {
		return err
	}
	v.consent, v.consentErr = r.T("assembly.call_consent", "host", host), form.Fill(r, ui.Field{Name: "agreed"}).Error
	f := r.Frame(r.T("assembly.call"))
	f.Place, f.Private = "assembly", p.ID != 0 || !e.Listed || e.State != assembly.Published
	return r.Page(status, f, proposePage(v))
}

// proposalState says what became of a proposal.
func proposalState(r *web.Request, s assembly.ProposalState) string {
	return r.T(map[assembly.ProposalState]string{assembly.Proposed: "assembly.proposal_sent", assembly.Accepted: "desk.st_accepted", assembly.Declined: "store.enquiry_declined",
		assembly.KeptForNow: "assembly.waiting", assembly.Withdrawn: "assembly.proposal_withdrawn"}[s])
}

func readTalk(r *web.Request, form *web.Form, was assembly.Proposal) assembly.Proposal {
	p := was
	p.Talk = assembly.Talk{Name: form.Get("name"), Country: form.Get("country"), Tongue: r.Locale.Lang(), Title: form.Get("title"), Abstract: form.Get("abstract"),
		Lang: form.Get("lang"), Biography: form.Get("biography"), Links: strings.Fields(form.Get("links"))}
	return p
}

// propose takes a talk in.
func (h *Hall) propose(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	id, err := eventID(r)
	if err != nil {
		return err
	}
	p := readTalk(r, form, assembly.Proposal{Event: id, Email: form.Get("email")})
	p, err = h.Assembly.Propose(r.R.Context(), p, form.Has("agreed"))
	if fault.Is(err, fault.Invalid) {
		_ = form.Join("", err) // it is Invalid
		return h.showPropose(r, assembly.Proposal{}, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("assembly.proposed")
	return r.Redirect("/proposal/" + number(int64(id)) + "/" + number(int64(p.ID)) + "?k=" + url.QueryEscape(h.People.Sign(assembly.ProposalPurpose, int64(p.ID))))
}

// proposed reads the proposal of the path for who holds its link.
func (h *Hall) proposed(r *web.Request) (p assembly.Proposal, err error) {
	id, err := eventID(r)
	if err != nil {
		return p, err
	}
	n, err := r.PathID("id")
	if err != nil {
		return p, err
	}
	p, _, err = h.Assembly.Proposal(r.R.Context(), r.Actor, id, assembly.ProposalID(n))
	return p, err
}

func (h *Hall) proposal(r *web.Request) error {
	p, err := h.proposed(r)
	if err != nil {
		return err
	}
	return h.showPropose(r, p, nil, http.StatusOK)
}

func (h *Hall) revise(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	p, err := h.proposed(r)
	if err != nil {
		return err
	}
	p = readTalk(r, form, p)
	err = h.Assembly.Revise(r.R.Context(), r.Actor, p)
	if fault.Is(err, fault.Invalid) {
		_ = form.Join("", err) // it is Invalid
		return h.showPropose(r, p, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "assembly.saved", address(r, "/proposal/"+r.Path("event")+"/"+r.Path("id")))
}

func (h *Hall) takeBack(r *web.Request) error {
	p, err := h.proposed(r)
	if err == nil {
		err = h.Assembly.TakeBack(r.R.Context(), r.Actor, p.Event, p.ID)
	}
	return r.Done(err, "assembly.saved", address(r, "/proposal/"+r.Path("event")+"/"+r.Path("id")))
}
