package web

import (
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/claim"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web/ui"
)

// ClaimBody bounds a posted form of a claim, in bytes: a few photos at once.
const ClaimBody = 4*claim.MaxFile + 1<<20

// ClaimView is a claim as each of its sides sees it.
type ClaimView struct {
	title, state, tone, deadline string
	next                         string // what is waited for
	facts                        []ui.Row
	offer                        string // that lies on the table
	verdict                      string
	moments                      []ui.Moment
	files                        []claimFile
	mishaps                      []ui.Mishap
	forms                        []claimForm
}

// claimForm is one move that the side may make.
type claimForm struct {
	move, action, verb string
	plain              bool // one button
	sure               bool // asks once more
	open               bool
	fields             []ui.Field
	upload             string // label of the input for files; "" for none
	hidden             []string
}

type claimFile struct {
	url, name string
	picture   bool
}

var claimTones = map[claim.State]string{claim.Open: "saff", claim.Returning: "saff", claim.SentBack: "lapis", claim.Replacing: "saff", claim.Replaced: "lapis",
	claim.Escalated: "pome", claim.Decided: "turq", claim.Appealed: "pome", claim.Settled: "leaf", claim.Withdrawn: "clay", claim.Lapsed: "clay"}

// ClaimBadge is the state of a claim in its colour.
func (r *Request) ClaimBadge(s claim.State) ui.Cell {
	return ui.Cell{Part: ui.Badge(claimTones[s], "", r.T("claim.st_"+string(s)))}
}

// ClaimView makes the view of a claim for a side. Moves are posted to at(move);
// files are at file(id). form is a move that was refused, nil for none.
func (r *Request) ClaimView(c claim.Claim, side claim.Side, at, file func(string) string, form *Form) ClaimView {
	v := ClaimView{title: r.T("claim.title", "ref", c.OrderRef), state: r.T("claim.st_" + string(c.State)), tone: claimTones[c.State], mishaps: form.Mishaps(r)}
	if !c.Deadline.IsZero() {
		v.deadline = r.T("desk.until", "when", r.Locale.DateTime(c.Deadline, nil))
	}
	if key := "claim.next_" + string(c.State); r.Locale.Has(key) {
		v.next = r.T(key, "side", r.T("claim.side_"+string(c.Turn)))
	}
	v.facts = []ui.Row{{What: r.T("claim.reason"), Value: r.T("claim.r_" + string(c.Reason))}, {What: r.T("claim.side_buyer"), Value: c.BuyerName},
		{What: r.T("claim.side_shop"), Value: c.ShopName}, {What: r.T("claim.about"), Amount: c.Most}}
	if c.Offer.Kind != "" {
		v.offer = r.T("claim.offer_of", "side", r.T("claim.side_"+string(c.Offer.By)), "offer", r.offerWords(c.Offer))
	}
	if c.Verdict.Kind != "" {
		v.verdict = r.offerWords(c.Verdict)
	}
	for i, s := range c.Steps {
		v.moments = append(v.moments, r.claimMoment(s, !c.Ended() && i == len(c.Steps)-1))
	}
	for _, f := range c.Files {
		v.files = append(v.files, claimFile{url: file(strconv.FormatInt(f.ID, 10)), name: f.Name, picture: f.Picture()})
	}
	for _, e := range c.May(side) {
		v.forms = append(v.forms, r.claimForm(c, side, e, at, form))
	}
	if !c.Ended() {
		v.forms = append(v.forms, r.claimForm(c, side, claim.Say, at, form))
	}
	return v
}

func (r *Request) claimMoment(s claim.Step, last bool) ui.Moment {
	who := r.T("claim.side_" + string(s.Side))
	m := ui.Moment{What: listed(" · ", r.T("claim.e_"+string(s.Event)), who), When: r.Locale.DateTime(s.At, nil), State: "done"}
	if s.Offer.Kind != "" {
		m.When += " · " + r.offerWords(s.Offer)
	}
	m.Said = listed(": ", s.Name, s.Note)
	if last {
		m.State = "now"
	}
	return m
}

// offerWords says an offer.
func (r *Request) offerWords(o claim.Offer) string {
	words := r.T("claim.k_" + string(o.Kind))
	switch {
	case o.Policy == market.BackAll:
		words += " · " + r.T("desk.back_all")
	case o.Policy != "":
		words += " · " + r.Locale.Money(o.Goods) + " · " + r.T("desk.back_"+string(o.Policy))
	}
	return words
}

// claimForm is the form of one move.
func (r *Request) claimForm(c claim.Claim, side claim.Side, e claim.Event, at func(string) string, sent *Form) claimForm {
	move := string(e)
	f := claimForm{move: move, action: at(move), verb: r.T("claim.do_" + move)}
	if sent != nil && sent.Get("move") == move {
		f.open = true
	} else {
		sent = nil
	}
	f.hidden = []string{"move", move}
	words := func(key string, need bool) {
		in := ui.Field{Name: "words", ID: move + "-words", Label: r.T(key), Type: "area", Max: 2000, Required: need, Span: true, Dir: "auto"}
		f.fields = append(f.fields, sent.Fill(r, in))
	}
	switch e {
	case claim.Agree, claim.Take:
		f.plain = true
	case claim.Withdraw, claim.Receive:
		f.sure = true
	case claim.Offers, claim.Decide:
		f.fields = r.offerFields(c, side, move+"-", sent)
		words("claim.why", e == claim.Decide)
	case claim.SendBack, claim.Replace:
		f.fields = append(f.fields, sent.Fill(r, ui.Field{Name: "words", ID: move + "-words", Label: r.T("desk.tracking"), Dir: "ltr", Max: 40, Required: true}))
	case claim.Say:
		words("claim.words", false)
		f.upload = r.T("claim.files")
	default:
		words("claim.why", true)
	}
	return f
}

// offerFields are the inputs of an offer; id begins their ids.
func (r *Request) offerFields(c claim.Claim, side claim.Side, id string, sent *Form) []ui.Field {
	kind := ui.Field{Name: "kind", ID: id + "kind", Label: r.T("claim.kind")}
	for _, k := range claim.Kinds {
		if k != claim.Nothing || side != claim.Buyer {
			kind.Options = append(kind.Options, ui.Option{Value: string(k), Text: r.T("claim.k_" + string(k))})
		}
	}
	policy := ui.Field{Name: "policy", ID: id + "policy", Label: r.T("desk.back_policy")}
	for _, p := range slices.Backward(market.Policies[:]) {
		policy.Options = append(policy.Options, ui.Option{Value: string(p), Text: r.T("desk.back_" + string(p))})
	}
	amount := ui.Field{Name: "amount", ID: id + "amount", Label: r.T("desk.back_amount", "currency", string(c.Most.Currency)),
		Hint: r.T("desk.back_most", "most", c.Most), Mode: "decimal", Dir: "ltr", Max: 20}
	return []ui.Field{sent.Fill(r, kind), sent.Fill(r, policy), sent.Fill(r, amount)}
}

// NewClaim is the form by which a buyer makes a claim about an order.
func (r *Request) NewClaim(o market.Order, action string, form *Form) ClaimView {
	v := ClaimView{title: r.T("claim.new", "ref", o.Ref), next: r.T("claim.new_words"), mishaps: form.Mishaps(r)}
	reason := ui.Field{Name: "reason", Label: r.T("claim.reason"), Empty: r.T("store.choose"), Required: true}
	for _, k := range claim.Reasons {
		text := r.T("claim.r_" + string(k))
		if o.Digital && k == claim.NotArrived {
			text = r.T("claim.r_not_opened")
		}
		reason.Options = append(reason.Options, ui.Option{Value: string(k), Text: text})
	}
	f := claimForm{action: action, verb: r.T("claim.do_open"), open: true, upload: r.T("claim.files"),
		fields: []ui.Field{form.Fill(r, reason), form.Fill(r, ui.Field{Name: "words", Label: r.T("claim.words"), Type: "area", Max: 2000, Required: true, Span: true, Dir: "auto"})}}
	f.fields = append(f.fields, r.offerFields(claim.Claim{Doc: claim.Doc{Most: o.Left().Goods}}, claim.Buyer, "", form)...)
	v.forms = []claimForm{f}
	return v
}

// ReadNewClaim reads that form.
func (r *Request) ReadNewClaim(form *Form, o market.Order) (n claim.NewClaim, done func(), err error) {
	n = claim.NewClaim{Order: o.ID, Reason: claim.Reason(form.Get("reason")), Words: form.Get("words")}
	if n.Wish, err = r.readOffer(form, o.Goods.Currency); err != nil {
		return n, func() {}, err
	}
	n.Files, done, err = form.uploads()
	return n, done, err
}

// ReadMove reads a move of a side in a claim.
func (r *Request) ReadMove(form *Form, side claim.Side, c claim.Claim) (m claim.Move, done func(), err error) {
	m = claim.Move{Event: claim.Event(form.Get("move")), Side: side, Words: form.Get("words")}
	if m.Event == claim.Offers || m.Event == claim.Decide {
		if m.Offer, err = r.readOffer(form, c.Most.Currency); err != nil {
			return m, func() {}, err
		}
	}
	m.Files, done, err = form.uploads()
	return m, done, err
}

func (r *Request) readOffer(form *Form, c money.Currency) (o claim.Offer, err error) {
	o.Kind = claim.Kind(form.Get("kind"))
	if o.Kind != claim.Refund && o.Kind != claim.Return {
		return o, nil
	}
	if o.Policy = market.RefundPolicy(form.Get("policy")); o.Policy == market.BackAll {
		return o, nil
	}
	if o.Goods, err = r.Amount(form.Get("amount"), c); err != nil {
		return o, fault.Field("amount", "fault.money_format")
	}
	return o, nil
}

// uploads opens the files of a form; done closes them.
func (f *Form) uploads() (list []claim.Upload, done func(), err error) {
	var open []multipart.File
	done = func() {
		for _, file := range open {
			file.Close()
		}
	}
	for _, head := range f.files["files"] {
		if head.Size == 0 {
			continue
		}
		file, err := head.Open()
		if err != nil {
			return list, done, err
		}
		open = append(open, file)
		list = append(list, claim.Upload{Name: head.Filename, Data: io.Reader(file)})
	}
	return list, done, nil
}

// MoveClaim does what a side asked for in a claim and goes back to its page, or
// shows the page again with what was wrong in the form.
func (r *Request) MoveClaim(claims *claim.Service, side claim.Side, c claim.Claim, back string, show func(*Form, int) error) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	if form.Err() == nil {
		m, done, err := r.ReadMove(form, side, c)
		defer done()
		if err == nil {
			err = claims.Do(r.R.Context(), r.Actor, c.Shop, c.ID, m)
		}
		if err == nil {
			r.Say("console.done")
			return r.Redirect(back)
		}
		return ClaimRefused(form, err, show)
	}
	return show(form, http.StatusUnprocessableEntity)
}

// ClaimRefused shows a page again with what was wrong in the form, or passes on
// what no form can mend.
func ClaimRefused(form *Form, err error, show func(*Form, int) error) error {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge) {
		if err := form.Join("", err); err != nil {
			return err
		}
		return show(form, http.StatusUnprocessableEntity)
	}
	return err
}

// Title is the heading of the page.
func (v ClaimView) Title() string { return v.title }

// enctype is how the form is posted: with files, or as pairs.
func (f claimForm) enctype() string {
	if f.upload != "" {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

// ClaimRows are claims in a table; to gives the page of each.
func (r *Request) ClaimRows(list []claim.Claim, to func(claim.Claim) string) (cols []ui.Col, rows [][]ui.Cell) {
	cols = []ui.Col{{Head: r.T("desk.col_order")}, {Head: r.T("claim.reason")}, {Head: r.T("claim.side_shop")}, {Head: r.T("desk.col_state")}, {Head: r.T("desk.col_deadline")},
		{Head: r.T("claim.about"), Number: true}}
	for _, c := range list {
		rows = append(rows, []ui.Cell{{Text: c.OrderRef, URL: to(c)}, {Text: r.T("claim.r_" + string(c.Reason))}, {Text: c.ShopName}, r.ClaimBadge(c.State),
			{Text: r.ClaimDue(c.Deadline)}, {Amount: c.Most}})
	}
	return cols, rows
}

// ClaimCursor reads where a page of claims begins.
func (r *Request) ClaimCursor() claim.Claim {
	return claim.Claim{ID: claim.ID(r.QueryID("after")), Deadline: time.UnixMicro(r.QueryID("at")).UTC()}
}

// ClaimPages gives the first and the next page of a list of claims.
func (r *Request) ClaimPages(list []claim.Claim, to string, ended bool) (first, next string) {
	q := "?"
	if ended {
		q = "?ended=yes&"
	}
	if r.QueryID("after") > 0 {
		first = to + strings.TrimRight(q, "?&")
	}
	if len(list) == claim.PageSize {
		last := list[len(list)-1]
		next = to + q + "after=" + strconv.FormatInt(int64(last.ID), 10) + "&at=" + strconv.FormatInt(last.Deadline.UnixMicro(), 10)
	}
	return first, next
}

// ClaimDue says until when a claim waits; "" when it waits for nobody.
func (r *Request) ClaimDue(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return r.Locale.DateTime(t, nil)
}
