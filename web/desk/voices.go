package desk

import (
	"net/http"
	"strconv"

	"agora/academy"
	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// voices is what people wrote beneath the shop's things; what has no answer
// comes first.
func (d *Desk) voices(r *web.Request) error { return d.showVoices(r, nil, 0, http.StatusOK) }

// showVoices writes the page; form is an answer to the remark at that was
// refused, nil for none.
func (d *Desk) showVoices(r *web.Request, form *web.Form, at catalog.RemarkID, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	all := r.Query("all") != ""
	page, err := d.Catalog.RemarksOfShop(r.R.Context(), r.Actor, r.Shop, !all, r.Query("cursor"), 20)
	if err != nil {
		return err
	}
	ids := make([]catalog.ProductID, len(page.Items))
	for i, m := range page.Items {
		ids[i] = m.Product
	}
	faces, err := d.Catalog.Faces(r.R.Context(), ids)
	if err != nil {
		return err
	}
	here := base(r) + "/voices"
	v := voicesView{chips: []ui.Link{{URL: here, Text: r.T("desk.voices_waiting"), Current: !all}, {URL: here + "?all=1", Text: r.T("desk.voices_all"), Current: all}}}
	for _, m := range page.Items {
		one := voiceOf(r, m, faces[m.Product], shop.Name)
		if form != nil && m.ID == at {
			one.reply, one.mishaps = form.Fill(r, one.reply), form.Mishaps(r)
		}
		v.list = append(v.list, one)
	}
	more := here + "?cursor="
	if all {
		more = here + "?all=1&cursor="
	}
	if r.Query("cursor") != "" {
		v.first = here
	}
	if page.Next != "" {
		v.next = more + page.Next
	}
	return d.teaching(r, status, shop, "voices", r.T("desk.tab_voices"), voicesPage(v), academy.QuestionAnswered)
}

func voiceOf(r *web.Request, m catalog.Remark, f catalog.Face, shop string) voice {
	id := strconv.FormatInt(int64(m.ID), 10)
	title, tag := f.Title.In(r.Locale.Lang(), r.Reads()...)
	v := voice{action: base(r) + "/voices/" + id, thing: ui.Link{URL: "/s/" + f.ShopHandle + "/" + f.Handle, Text: title},
		reply: ui.Field{Name: "reply", ID: "f-reply-" + id, Type: "area", Label: r.T("desk.reply"), Value: m.Reply, Dir: "auto", Max: catalog.MaxRemark, Required: true}}
	if tag != r.Locale.Lang() {
		v.thing.Lang, v.thing.Dir = tag, ui.DirOf(tag)
	}
	v.said = r.Said(m, shop)
	return v
}

// reply answers a remark.
func (d *Desk) reply(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	if form.Err() == nil {
		err := d.Catalog.Reply(r.R.Context(), r.Actor, r.Shop, catalog.RemarkID(id), form.Get("reply"))
		if err == nil {
			r.Say("desk.reply_kept")
			return r.Redirect(base(r) + "/voices")
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return d.showVoices(r, form, catalog.RemarkID(id), http.StatusUnprocessableEntity)
}
