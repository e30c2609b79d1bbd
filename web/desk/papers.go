package desk

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/customs"
	"agora/fault"
	"agora/market"
	"agora/web"
)

// errNoPaper is a paper that the parcel has not.
var errNoPaper = fault.New(fault.NotFound, "fault.not_found")

// crosses reports whether an order's parcel crosses a border.
func crosses(o market.Order) bool { return o.ShopCountry != o.To && !o.Digital }

// outgoing reads what the papers of the path's order are made from; it crosses a
// border.
func (d *Desk) outgoing(r *web.Request) (shop catalog.Shop, out market.Outgoing, err error) {
	if shop, out, err = d.going(r); err == nil && !crosses(out.Order) {
		err = errElsewhere
	}
	return shop, out, err
}

// going reads what a parcel of the path's order has on it and beside it.
func (d *Desk) going(r *web.Request) (shop catalog.Shop, out market.Outgoing, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return shop, out, err
	}
	if shop, err = d.own(r); err != nil {
		return shop, out, err
	}
	if out, err = d.Market.Outgoing(r.R.Context(), r.Actor, market.OrderID(id)); err != nil {
		return shop, out, err
	}
	if out.Shop != shop.ID {
		err = errElsewhere
	}
	return shop, out, err
}

// shipment makes of an order what its papers are made from.
func (d *Desk) shipment(ctx context.Context, shop catalog.Shop, out market.Outgoing) (customs.Shipment, error) {
	list, err := d.Market.Shipments(ctx, []market.Outgoing{out}, []country.Address{shop.Origin})
	if err != nil {
		return customs.Shipment{}, err
	}
	return list[0], nil
}

// paperFile gives one paper of an order as a file, or all of them in one.
func (d *Desk) paperFile(r *web.Request) error {
	shop, out, err := d.outgoing(r)
	if err != nil {
		return err
	}
	s, err := d.shipment(r.R.Context(), shop, out)
	if err != nil {
		return err
	}
	name := r.R.PathValue("file")
	file := strings.ReplaceAll(out.Ref, "/", "-") + "-" + name
	kind, pdf := strings.CutSuffix(name, ".pdf")
	switch kinds := append(s.Kinds(), customs.CN23); {
	case name == "invoice.xml":
		return s.UBL(r.Download(file, "application/xml; charset=utf-8"))
	case pdf && kind == "all":
		return paperOf(r, file, s.Sheets()...)
	case pdf && slices.Contains(kinds, customs.Kind(kind)):
		return paperOf(r, file, s.Sheet(customs.Kind(kind)))
	}
	return errNoPaper
}

// dispatch gives the list of the parcels that are packed and not sent yet.
func (d *Desk) dispatch(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	heap, err := d.Market.Heap(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	list, err := d.Market.Shipments(r.R.Context(), heap, slices.Repeat([]country.Address{shop.Origin}, len(heap)))
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Languages = customs.Spoken(shop.Country)
	}
	return paperOf(r, fmt.Sprintf("%s-dispatch-%s.pdf", shop.Handle, time.Now().UTC().Format(time.DateOnly)), customs.Dispatch(list))
}

func paperOf(r *web.Request, name string, sheets ...customs.Sheet) error {
	return customs.Draw(r.Download(name, "application/pdf"), sheets...)
}

// papers shows which papers an order's parcel wants, and what they lack.
func (d *Desk) papers(r *web.Request) error { return d.showPapers(r, nil, http.StatusOK) }

// declare keeps what the seller says of the parcel.
func (d *Desk) declare(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	_, out, err := d.outgoing(r)
	if err != nil {
		return err
	}
	said := market.Declared{Gross: form.Int("gross"), Number: form.Text("tracking", 60)}
	for i := range out.Lines {
		at := fmt.Sprintf("lines.%d.", i)
		said.Lines = append(said.Lines, market.DeclaredLine{HS: form.Text(at+"hs", 20), Origin: country.Code(form.Text(at+"origin", 2)), Grams: form.Int(at + "grams")})
	}
	if form.Err() != nil {
		return d.showPapers(r, form, http.StatusUnprocessableEntity)
	}
	to := base(r) + "/orders/" + number(int64(out.ID)) + "/papers"
	ctx, err := r.Once(to)
	if err != nil {
		return err
	}
	err = d.Market.DeclareParcel(ctx, r.Actor, out.ID, said)
	if fault.Is(err, fault.Invalid) {
		status := fault.Status(err)
		if err := form.Join("", err); err != nil {
			return err
		}
		return d.showPapers(r, form, status)
	}
	return r.Done(err, "desk.saved", to)
}
