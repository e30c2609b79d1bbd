package aid

import (
	"net/http"
	"net/url"
	"slices"

	"agora/blob"
	"agora/country"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// passRoutes are the ways in by a pass, and the desk's page of passes.
func (a *Aid) passRoutes() []web.Route {
	pass := func(method, page string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/pass/{crisis}/{id}" + page, Access: web.Link, Purpose: relief.PassPurpose, Body: pictureBody, Handle: handle}
	}
	over := desk("POST", "/{crisis}/{consignment}/over", a.handOver)
	over.Body = pictureBody
	return []web.Route{
		over,
		pass("GET", "", a.pass),
		pass("POST", "/over", a.passOver),
		pass("GET", "/scan", a.passScan),
		pass("POST", "/scan", a.passScanned),
		pass("POST", "/sync", a.passSync),
		pass("POST", "/count", a.passCount),
		pass("POST", "/receive", a.passReceive),
		desk("GET", "/{crisis}/{consignment}/passes", a.passes),
		desk("POST", "/{crisis}/{consignment}/passes", a.issue),
		desk("POST", "/{crisis}/{consignment}/passes/{pass}", a.change),
		desk("GET", "/{crisis}/proof/{consignment}/{custody}/{kind}", a.proof),
		desk("GET", "/{crisis}/{consignment}/scan", a.deskScan),
		desk("POST", "/{crisis}/{consignment}/sync", a.deskSync),
	}
}

// pictureBody bounds a form with a photo.
const pictureBody = blob.MaxPicture + 1<<20

// passView is what the holder of a pass sees: what she needs and nothing else.
type passView struct {
	number, holder string
	headline, wait string
	mishaps        []ui.Mishap
	over           *overView
	scan, count    string // addresses; "" where she may not
	receive        string
	reason         ui.Field
	road           []ui.Moment
	gap            *consignmentView
}

// overView is the form by which packages are taken over.
type overView struct {
	to     string
	fields []ui.Field
	photo  ui.Field
	draws  bool
}

// at gives the address of a part of the page of a pass, with its key.
func at(r *web.Request, page string) string {
	return "/pass/" + r.Path("crisis") + "/" + r.Path("id") + page + "?k=" + url.QueryEscape(r.Query("k"))
}

// held proves the pass of the address. What follows tells no other page its key.
func (a *Aid) held(r *web.Request) (p relief.Pass, err error) {
	r.W.Header().Set("Referrer-Policy", "strict-origin")
	crisis, err := r.PathID("crisis")
	if err != nil {
		return p, err
	}
	return a.Relief.Present(r.R.Context(), r.Actor, relief.CrisisID(crisis))
}

func (a *Aid) pass(r *web.Request) error {
	p, err := a.held(r)
	if err != nil {
		return err
	}
	return a.showPass(r, p, nil, http.StatusOK)
}

func (a *Aid) showPass(r *web.Request, p relief.Pass, form *web.Form, status int) error {
	look, j, err := a.lookAt(r, p.Crisis, p.Consignment, p.Role == relief.PassSender)
	if err != nil {
		return err
	}
	v := passView{number: j.Number, holder: p.Name + ", " + p.Organisation, headline: look.headline, mishaps: form.Mishaps(r)}
	moving := j.State == relief.Packed || j.State == relief.Moving
	switch p.Role {
	case relief.PassSender:
		look.board, v.gap, v.road = "", &look, look.road
	case relief.PassDriver:
		if moving {
			o := overFields(r, form, at(r, "/over"))
			v.over = &o
		}
	case relief.PassReceiver:
		v.scan = at(r, "/scan")
		if p.Closes && j.State == relief.Counting {
			v.count = at(r, "/count")
		}
	case relief.PassWard:
		v.reason = form.Fill(r, ui.Field{Name: "reason", Label: r.T("relief.reason"), Hint: r.T("relief.reason_hint"), Max: 200, Dir: "auto"})
		if j.State == relief.Counted {
			v.receive = at(r, "/receive")
		} else if j.State != relief.Received {
			v.wait = r.T("relief.pass_wait")
		}
	}
	f := r.Frame(v.number)
	f.Place, f.Private, f.NoCart = "relief", true, true
	return r.Page(status, f, passPage(v))
}

// overFields is the form of who takes over herself: her name is known.
func overFields(r *web.Request, form *web.Form, to string) overView {
	fill := func(f ui.Field) ui.Field { return form.Fill(r, f) }
	return overView{to: to, draws: true, photo: photoField(r, form), fields: []ui.Field{
		fill(ui.Field{Name: "place", Label: r.T("relief.where"), Max: 200, Dir: "auto", Required: true}),
		fill(ui.Field{Name: "numbers", Label: r.T("relief.packages"), Hint: r.T("relief.packages_hint"), Dir: "ltr", Complete: "off"}),
		fill(ui.Field{Name: "proof", Label: r.T("relief.pass_proof"), Hint: r.T("relief.pass_proof_hint"), Max: 200, Dir: "auto", Complete: "off"})}}
}

func photoField(r *web.Request, form *web.Form) ui.Field {
	return form.Fill(r, ui.Field{Name: "photo", Label: r.T("relief.pass_photo"), Hint: r.T("relief.pass_photo_hint")})
}

// onPass does what a form of the page of a pass asks for.
func (a *Aid) onPass(r *web.Request, say string, do func(relief.Pass, *web.Form) error) error {
	return a.byPass(r, say, a.showPass, do)
}

// byPass does what a form of a pass asks for, and shows its page again where that was
// refused.
func (a *Aid) byPass(r *web.Request, say string, again func(*web.Request, relief.Pass, *web.Form, int) error, do func(relief.Pass, *web.Form) error) error {
	p, err := a.held(r)
	if err != nil {
		return err
	}
	return sent(r, say, func(f *web.Form) (string, error) { return at(r, ""), do(p, f) },
		func(f *web.Form, status int) error { return again(r, p, f, status) })
}

func (a *Aid) passOver(r *web.Request) error {
	return a.onPass(r, "relief.over_do", func(p relief.Pass, f *web.Form) error {
		sign := relief.BySignature
		if proof := country.Digits(f.Get("proof")); proof != "" && !slices.ContainsFunc([]rune(proof), func(c rune) bool { return c < '0' || c > '9' }) {
			sign = relief.ByCode
			f.Put("proof", proof)
		}
		return a.sign(r, f, p.Crisis, p.Consignment, sign)
	})
}

func (a *Aid) passScanned(r *web.Request) error {
	return a.byPass(r, "assembly.saved", a.showPassScan, func(p relief.Pass, f *web.Form) error {
		return a.typed(r, f, p.Crisis, p.Consignment, passDevice(p))
	})
}

func (a *Aid) passCount(r *web.Request) error {
	return a.onPass(r, "assembly.saved", func(p relief.Pass, _ *web.Form) error {
		_, err := a.Relief.CloseCount(r.R.Context(), r.Actor, p.Crisis, p.Consignment)
		return err
	})
}

func (a *Aid) passReceive(r *web.Request) error {
	return a.onPass(r, "assembly.saved", func(p relief.Pass, f *web.Form) error {
		return a.Relief.Receive(r.R.Context(), r.Actor, p.Crisis, p.Consignment, f.Get("reason"))
	})
}

// passDevice names what is typed by a pass, as if it were a phone.
func passDevice(p relief.Pass) string { return "pass-" + number(int64(p.ID)) }
