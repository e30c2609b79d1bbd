package web

import (
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/pricewatch"
	"agora/web/ui"
)

// HoldView is a listing that is held as its seller and the operator see it.
type HoldView struct {
	State, Tone string
	Why         string      // the rule, its source and its days
	Rate        string      // by which prices in other money were compared; "" for none
	Lines       []ui.Row    // what costs too much
	Moments     []ui.Moment // what happened
	Files       []ui.Link   // that came with appeals; URL is under the address of the hold
}

// holdTones are the colours of the states of a hold.
var holdTones = map[pricewatch.HoldState]string{pricewatch.Held: "saff", pricewatch.Appealed: "lapis", pricewatch.Refused: "pome", pricewatch.Allowed: "leaf", pricewatch.Released: "clay"}

// Hold says what a hold is about, in the reader's words. Files lie under an address.
func (r *Request) Hold(h pricewatch.Hold, files string) HoldView {
	e := h.Evidence
	v := HoldView{State: r.T("prices.state_" + string(h.State)), Tone: holdTones[h.State],
		Why: r.T("prices.why", "percent", e.Over, "amount", e.Base.Amount, "unit", r.T("relief.in_"+string(e.Base.Unit)), "from", e.Begins, "to", e.LastDay(), "source", e.Base.Source, "day", e.Base.Day)}
	if e.Why != "" {
		v.Why += " " + e.Why
	}
	if e.Rate != "" {
		v.Rate = r.T("prices.rate", "rate", r.Locale.Decimal(e.Rate), "day", e.RateDay)
	}
	for _, l := range e.Lines {
		row := ui.Row{What: r.T("desk.col_price"), Value: r.T("prices.line", "price", l.Price, "most", l.Most)}
		if len(l.Choice) > 0 {
			row.What = strings.Join(l.Choice, ", ")
		}
		if l.Units > 1 && e.Base.Unit != "kilogram" {
			row.Why = r.T("relief.times", "n", l.Units, "item", r.T("relief.in_"+string(e.Base.Unit)))
		}
		v.Lines = append(v.Lines, row)
	}
	for i, s := range h.Steps {
		m := ui.Moment{What: did(r, s.Did), When: r.Moment(s.At), Said: s.Words, State: "done"}
		v.Moments = append(v.Moments, m)
		if s.File != "" {
			v.Files = append(v.Files, ui.Link{URL: files + "/" + strconv.Itoa(i), Text: r.T("desk.fine_evidence") + ", " + r.Moment(s.At)})
		}
	}
	return v
}

// HoldPaper answers with the file that came with an appeal, in the step of the path.
func (r *Request) HoldPaper(prices *pricewatch.Service, shop catalog.ShopID, id pricewatch.HoldID) error {
	step, err := strconv.Atoi(r.Path("step"))
	if err != nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	file, media, ext, err := prices.Paper(r.R.Context(), r.Actor, shop, id, step)
	if err != nil {
		return err
	}
	defer file.Close()
	return r.Private(file, media, "appeal-"+strconv.FormatInt(int64(id), 10)+ext)
}

// did names a step: what makes a state has its name.
func did(r *Request, step string) string {
	switch step {
	case pricewatch.StepAgain, pricewatch.StepLowered, pricewatch.StepEnded, pricewatch.StepWithdrawn:
		return r.T("prices.step_" + step)
	}
	return r.T("prices.state_" + step)
}
