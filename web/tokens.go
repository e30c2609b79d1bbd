package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"agora/db"
	"agora/fault"
	"agora/token"
	"agora/web/ui"
)

// TokenPages let people make and revoke the tokens of a shop, or of the node.
type TokenPages struct {
	Tokens *token.Service
	Shop   db.ShopID // db.House: of the node
	At     string    // the path of the page
	Up     ui.Link   // the page above it
	Intro  string    // what a token is for
	Scopes []token.Scope
	Show   func(status int, main templ.Component) error
}

// tokensView is the tokens of a shop and the form that makes one.
type tokensView struct {
	at      string
	up      ui.Link
	intro   string
	text    string // of the one just made: shown this once
	mishaps []ui.Mishap
	rows    []tokenRow
	fields  []ui.Field
	scopes  []ui.Option
}

// tokenRow is one token.
type tokenRow struct {
	id, name string
	facts    []ui.Row
}

// List lists the tokens by which programs work.
func (p TokenPages) List(r *Request) error { return p.show(r, nil, "", http.StatusOK) }

func (p TokenPages) show(r *Request, form *Form, made string, status int) error {
	list, err := p.Tokens.List(r.R.Context(), r.Actor, p.Shop)
	if err != nil {
		return err
	}
	v := tokensView{at: p.At, up: p.Up, intro: p.Intro, text: made, mishaps: form.Mishaps(r)}
	for _, t := range list {
		v.rows = append(v.rows, tokenRowOf(r, t))
	}
	for _, f := range []ui.Field{
		{Name: "name", Label: r.T("desk.token_name"), Hint: r.T("desk.token_name_hint"), Max: token.MaxName, Required: true, Dir: "auto"},
		{Name: "ends", Label: r.T("desk.token_ends"), Type: "date", Dir: "ltr", Required: true, Value: time.Now().UTC().AddDate(0, 0, 90).Format(time.DateOnly)},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
	for _, s := range p.Scopes {
		v.scopes = append(v.scopes, ui.Option{Value: string(s), Text: scopeName(r, s), Selected: form != nil && slices.Contains(form.List("scopes"), string(s))})
	}
	return p.Show(status, tokensPage(v))
}

func tokenRowOf(r *Request, t token.Token) tokenRow {
	used, ends := r.T("desk.token_never"), r.Locale.Date(t.Ends)
	if !t.Used.IsZero() {
		used = r.Locale.Date(t.Used)
	}
	if t.Over(time.Now()) {
		ends = r.T("desk.token_over", "day", ends)
	}
	scopes := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		scopes[i] = scopeName(r, s)
	}
	return tokenRow{id: strconv.FormatInt(int64(t.ID), 10), name: t.Name, facts: []ui.Row{
		{What: r.T("desk.token_begins"), Value: t.Prefix + "…"},
		{What: r.T("desk.token_may"), Value: strings.Join(scopes, ", ")},
		{What: r.T("desk.token_ends"), Value: ends},
		{What: r.T("desk.token_used"), Value: used},
	}}
}

// scopeName says what a scope allows. Those of the node go by their names, which
// only operators read.
func scopeName(r *Request, s token.Scope) string {
	if s.Node() {
		return string(s)
	}
	return r.T("desk.scope_" + strings.ReplaceAll(string(s), ":", "_"))
}

// Make makes one and shows its text, this once.
func (p TokenPages) Make(r *Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	n := token.New{Shop: p.Shop, Name: form.Get("name")}
	for _, s := range form.List("scopes") {
		n.Scopes = append(n.Scopes, token.Scope(s))
	}
	n.Ends, _ = time.Parse(time.DateOnly, form.Get("ends")) // what is no day is too early
	text, _, err := p.Tokens.Make(r.R.Context(), r.Actor, n)
	if err == nil {
		r.W.Header().Set("Cache-Control", "no-store")
		return p.show(r, nil, text, http.StatusOK)
	}
	if !fault.Is(err, fault.Invalid) && !fault.HasKey(err, "fault.tokens_many") {
		return err
	}
	status := fault.Status(err)
	if err := form.Join("", err); err != nil {
		return err
	}
	return p.show(r, form, "", status)
}

// Revoke ends one.
func (p TokenPages) Revoke(r *Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	if err := p.Tokens.Revoke(r.R.Context(), r.Actor, p.Shop, token.ID(form.ID("token"))); err != nil {
		return err
	}
	r.Say("desk.token_revoked")
	return r.Redirect(p.At)
}
