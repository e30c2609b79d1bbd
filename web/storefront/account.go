package storefront

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// account is a person's own page; a stranger is shown the way in.
func (s *Store) account(r *web.Request) error {
	if !r.Actor.SignedIn() {
		return r.Redirect("/account/sign-in")
	}
	before := r.QueryID("before")
	groups, err := s.Market.GroupsOf(r.R.Context(), r.Actor, market.GroupID(before))
	if err != nil {
		return err
	}
	v := accountView{name: r.Actor.Name}
	if len(r.Actor.Shops) > 0 {
		v.shops = append(v.shops, ui.Link{URL: "/desk", Text: r.T("web.my_shop")})
	} else {
		v.shops = append(v.shops, ui.Link{URL: "/desk/open", Text: r.T("ui.open_shop")})
	}
	if r.Actor.IsAgent() {
		v.shops = append(v.shops, ui.Link{URL: "/agent", Text: r.T("agent.page")})
	}
	if r.Actor.IsOperator() {
		v.shops = append(v.shops, ui.Link{URL: "/console", Text: r.T("web.console")})
	}
	if len(r.Actor.Shops) > 0 || r.Actor.IsOperator() {
		v.shops = append(v.shops, ui.Link{URL: "/host", Text: r.T("assembly.held")})
	}
	v.shops = append(v.shops, ui.Link{URL: "/learn", Text: r.T("academy.mine")})
	if r.Actor.IsTeacher() {
		v.shops = append(v.shops, ui.Link{URL: "/academy-desk", Text: r.T("academy.desk")})
	}
	v.shops = append(v.shops, ui.Link{URL: savedPath, Text: r.T("store.saved")}, ui.Link{URL: enquiriesPath, Text: r.T("store.enquiries")})
	for _, g := range groups {
		v.orders = append(v.orders, orderRowOf(r, g))
	}
	if before > 0 {
		v.first = "/account"
	}
	if len(groups) == 50 {
		v.next = "/account?before=" + strconv.FormatInt(int64(groups[len(groups)-1].ID), 10)
	}
	f := r.Frame(r.T("store.account"))
	f.Place, f.Private = "account", true
	return r.Page(http.StatusOK, f, account(v))
}

func orderRowOf(r *web.Request, g market.Group) orderRow {
	row := orderRow{ref: g.Ref, url: "/orders/" + strconv.FormatInt(int64(g.ID), 10),
		when: r.Locale.Date(g.Placed), total: ui.Cell{Amount: g.Total}}
	if len(g.Orders) > 0 {
		o := g.Orders[0]
		row.what, row.state, row.tone = o.First, stateWords(r, o, o.State), tone(o.State)
		if n := items(g) - 1; n > 0 {
			row.what = r.T("store.and_more", "first", o.First, "n", n)
		}
	}
	return row
}

func items(g market.Group) (n int64) {
	for _, o := range g.Orders {
		n += o.Items
	}
	return n
}

func orderCols(ctx context.Context) []ui.Col {
	return []ui.Col{{Head: ui.T(ctx, "store.col_order")}, {Head: ui.T(ctx, "store.col_what")}, {Head: ui.T(ctx, "store.col_when")},
		{Head: ui.T(ctx, "store.col_state")}, {Head: ui.T(ctx, "store.col_total"), Number: true}}
}

func orderCells(list []orderRow) (rows [][]ui.Cell) {
	for _, o := range list {
		rows = append(rows, []ui.Cell{{Text: o.ref, URL: o.url, Code: true}, {Text: o.what}, {Text: o.when}, {Part: orderState(o)}, o.total})
	}
	return rows
}

// signIn shows the form; next is where the person wanted to go.
func (s *Store) signIn(r *web.Request) error { return s.showSignIn(r, nil, http.StatusOK) }

func (s *Store) showSignIn(r *web.Request, form *web.Form, status int) error {
	next := nextOf(r, form)
	v := signView{title: r.T("store.sign_in"), words: r.T("store.sign_in_words"), action: "/account/sign-in", button: r.T("store.sign_in"),
		mishaps: form.Mishaps(r), next: next, otherText: r.T("store.no_login"), other: r.T("store.sign_up"),
		otherURL: "/account/sign-up?next=" + url.QueryEscape(next),
		fields: []ui.Field{
			form.Fill(r, ui.Field{Name: "login", Label: r.T("store.login"), Complete: "username", Dir: "ltr", Max: 254, Required: true}),
			form.Fill(r, ui.Field{Name: "password", Type: "password", Label: r.T("store.password"), Complete: "current-password", Required: true}),
		}}
	return r.Page(status, signFrame(r, v.title), sign(v))
}

func signFrame(r *web.Request, title string) ui.Frame {
	f := r.Frame(title)
	f.Place, f.Private = "account", true
	return f
}

func nextOf(r *web.Request, form *web.Form) string {
	next := r.Query("next")
	if form != nil {
		next = form.Get("next")
	}
	return web.Local(next, "/account")
}

func (s *Store) signInPost(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	login, password := form.Need("login", 254), form.Need("password", 1000)
	if form.Err() != nil {
		return s.showSignIn(r, form, http.StatusUnprocessableEntity)
	}
	token, err := s.People.SignIn(r.R.Context(), login, password, r.Client())
	if fault.Is(err, fault.Unauthenticated) || fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooMany) {
		status := fault.Status(err)
		_ = form.Join("", err)
		return s.showSignIn(r, form, status)
	}
	if err != nil {
		return err
	}
	r.SetSession(token)
	return r.Redirect(nextOf(r, form))
}

func (s *Store) signUp(r *web.Request) error { return s.showSignUp(r, nil, http.StatusOK) }

func (s *Store) showSignUp(r *web.Request, form *web.Form, status int) error {
	next := nextOf(r, form)
	v := signView{title: r.T("store.sign_up"), words: r.T("store.sign_up_words"), action: "/account/sign-up", button: r.T("store.sign_up"),
		mishaps: form.Mishaps(r), next: next, otherText: r.T("store.have_login"), other: r.T("store.sign_in"),
		otherURL: "/account/sign-in?next=" + url.QueryEscape(next),
		fields: []ui.Field{
			form.Fill(r, ui.Field{Name: "name", Label: r.T("store.your_name"), Complete: "name", Max: 200, Required: true, Dir: "auto"}),
			form.Fill(r, ui.Field{Name: "login", Label: r.T("store.login"), Complete: "username", Dir: "ltr", Max: 254, Required: true}),
			form.Fill(r, ui.Field{Name: "password", Type: "password", Label: r.T("store.password"), Hint: r.T("store.password_hint"), Complete: "new-password", Required: true}),
		}}
	return r.Page(status, signFrame(r, v.title), sign(v))
}

func (s *Store) signUpPost(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	who := identity.NewPerson{Name: form.Need("name", 200), Login: form.Need("login", 254), Password: form.Need("password", 1000),
		Country: r.Country, Lang: r.Locale.Lang()}
	if form.Err() == nil {
		if _, err = s.People.SignUp(r.R.Context(), who); err != nil {
			if err = form.Join("", err); err != nil {
				return err
			}
		}
	}
	if err := form.Err(); err != nil {
		return s.showSignUp(r, form, fault.Status(err))
	}
	token, err := s.People.SignIn(r.R.Context(), who.Login, who.Password, r.Client())
	if err != nil {
		return err
	}
	r.SetSession(token)
	return r.Redirect(nextOf(r, form))
}

func (s *Store) signOut(r *web.Request) error {
	if err := s.People.SignOut(r.R.Context(), r.Session()); err != nil {
		return err
	}
	r.SetSession("")
	return r.Redirect("/")
}
