package desk

import (
	"io"
	"net/http"

	"agora/catalog"
	"agora/fault"
	"agora/pricewatch"
	"agora/web"
	"agora/web/ui"
)

// heldBody bounds an appeal with its file, in bytes.
const heldBody = pricewatch.MaxFile + 1<<20

// heldView is why a product is held, and the way to say that it should not be.
type heldView struct {
	base, path, product string
	title               string
	mishaps             []ui.Mishap
	held                web.HoldView
	blocks              bool
	appeal              ui.Field // no name: it was made, or nothing is held
	file                string   // what is wrong with the file
}

func (d *Desk) held(r *web.Request) error { return d.showHeld(r, nil, http.StatusOK) }

// holdOf reads the last hold of the product of the path.
func (d *Desk) holdOf(r *web.Request) (pricewatch.Hold, error) {
	id, err := r.PathID("id")
	if err != nil {
		return pricewatch.Hold{}, err
	}
	return d.Prices.HoldOf(r.R.Context(), r.Actor, r.Shop, catalog.ProductID(id))
}

func (d *Desk) showHeld(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	h, err := d.holdOf(r)
	if err != nil {
		return err
	}
	at := base(r) + "/products/" + number(int64(h.Product))
	v := heldView{base: base(r), path: at + "/held", product: at, title: text(r, shop, h.Title), mishaps: form.Mishaps(r), blocks: h.State.Blocks(), held: r.Hold(h, at+"/held")}
	if h.State == pricewatch.Held || h.State == pricewatch.Refused {
		v.appeal = form.Fill(r, ui.Field{Name: "words", Label: r.T("desk.fine_appeal"), Hint: r.T("prices.appeal_hint"), Type: "area", Max: pricewatch.MaxWords, Required: true, Span: true, Dir: "auto"})
		v.file = form.Fill(r, ui.Field{Name: "file"}).Error
	}
	return d.page(r, status, shop, "products", v.title, heldPage(v))
}

// appealPrice is the seller's word against a hold.
func (d *Desk) appealPrice(r *web.Request) error {
	h, err := d.holdOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	if err != nil {
		return d.showHeld(r, form, fault.Status(err))
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	var sent io.Reader
	if file != nil {
		defer file.Close()
		sent = file
	}
	err = d.Prices.Appeal(r.R.Context(), r.Actor, r.Shop, h.ID, form.Get("words"), sent)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge) {
		status := fault.Status(err)
		if err := form.Join("", err); err != nil {
			return err
		}
		return d.showHeld(r, form, status)
	}
	return r.Done(err, "desk.done", base(r)+"/products/"+number(int64(h.Product))+"/held")
}

// heldPaper gives a file that she sent.
func (d *Desk) heldPaper(r *web.Request) error {
	h, err := d.holdOf(r)
	if err != nil {
		return err
	}
	return r.HoldPaper(d.Prices, r.Shop, h.ID)
}
