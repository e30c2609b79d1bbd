package school

import (
	"net/http"
	"strconv"

	"agora/academy"
	"agora/country"
	"agora/web"
	"agora/web/ui"
)

const aboutURL = learnURL + "/about"

type aboutView struct {
	fields  []ui.Field
	mishaps []ui.Mishap
}

// about asks a learner what she wants to say of herself for the figures.
func (s *School) about(r *web.Request) error { return s.showAbout(r, http.StatusOK, nil) }

func (s *School) showAbout(r *web.Request, status int, form *web.Form) error {
	said, err := s.Academy.Said(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	born := ""
	if said.Born != 0 {
		born = number(said.Born)
	}
	unsaid := r.T("academy.fig_unsaid")
	v := aboutView{mishaps: form.Mishaps(r)}
	for _, f := range []ui.Field{
		{Name: "country", Label: r.T("store.country"), Value: string(said.Country), Options: chosen(r.Countries(), string(said.Country)), Empty: unsaid},
		{Name: "region", Label: r.T("store.a_province"), Value: said.Region, Max: academy.MaxRegion, Complete: "address-level1"},
		{Name: "gender", Label: r.T("academy.fig_gender"), Value: said.Gender, Options: genders(r, said.Gender), Empty: unsaid},
		{Name: "born", Label: r.T("academy.fig_born"), Value: born, Mode: "numeric", Dir: "ltr", Max: 4, Complete: "bday-year"},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
	f := r.Frame(r.T("academy.fig_about"))
	f.Place, f.Private = "academy", true
	return r.Page(status, f, aboutPage(v))
}

func chosen(list []ui.Option, value string) []ui.Option {
	for i := range list {
		list[i].Selected = list[i].Value == value
	}
	return list
}

func genders(r *web.Request, value string) (list []ui.Option) {
	for _, g := range academy.Genders {
		list = append(list, ui.Option{Value: g, Text: r.T("academy.fig_" + g)})
	}
	return chosen(list, value)
}

// say keeps what she wrote; an empty form forgets it.
func (s *School) say(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	said := academy.Said{Country: country.Code(form.Get("country")), Region: form.Get("region"), Gender: form.Get("gender")}
	if year := form.Get("born"); year != "" {
		if said.Born, err = strconv.ParseInt(year, 10, 64); err != nil || said.Born == 0 {
			said.Born = -1 // no year; Say tells which are
		}
	}
	if err = s.Academy.Say(r.R.Context(), r.Actor, said); err == nil {
		r.Say("assembly.saved")
		return r.Redirect(learnURL)
	}
	if form.Join("", err) != nil {
		return err
	}
	return s.showAbout(r, http.StatusUnprocessableEntity, form)
}
