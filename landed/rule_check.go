package landed

import (
	"slices"
	"strings"

	"agora/fault"
	"agora/money"
)

// check refuses a rule that could not be computed or not be traced; faults name
// the column of the file.
func (r Rule) check() error {
	var f fault.Fields
	one := func(field, value string, of ...string) {
		if !slices.Contains(of, value) {
			f.Add(field, "fault.choice")
		}
	}
	one("kind", string(r.Kind), string(VAT), string(Duty), string(DeMinimis), string(FeeKind), string(Restricted), string(Prohibited))
	one("status", string(r.Status), string(Guaranteed), string(Estimate))
	one("base", r.Base, "", BaseGoods, BaseCIF)
	one("channel", r.Channel, "", ChannelPost, ChannelCourier, ChannelCBEC)
	one("counter", r.Counter, CountParcel, CountOrder, CountPersonMonth, CountPersonYear)
	one("confidence", r.Confidence, "high", "medium", "low")
	if r.ID == "" || len(r.ID) > 80 || strings.ContainsAny(r.ID, " ,;") {
		f.Add("id", "fault.rule_id")
	}
	if !r.Destination.Known() {
		f.Add("to", "fault.choice")
	}
	for _, c := range slices.Concat(r.Origins, r.Sent) {
		if len(c) != 2 || strings.ToUpper(string(c)) != string(c) {
			f.Add("sent", "fault.choice")
		}
	}
	if r.Source == "" {
		f.Add("source", "fault.required")
	}
	if r.Seen.IsZero() {
		f.Add("seen", "fault.day")
	}
	if !r.Until.IsZero() && !r.Until.After(r.From) {
		f.Add("until", "fault.day")
	}
	if r.Rate < 0 || r.Rate > 100_000 || r.Excise < 0 || r.Excise >= 10_000 || r.Share < 0 || r.Share > 10_000 {
		f.Add("bps", "fault.number")
	}
	for _, a := range []money.Amount{r.Threshold, r.MinPerKg, r.Flat, r.Ignore} {
		if a.Minor < 0 || a.Minor > greatest {
			f.Add("threshold", "fault.number")
		}
	}
	if r.MaxGrams < 0 || r.MaxSame < 0 {
		f.Add("max_grams", "fault.number")
	}
	for _, hs := range append([]string{r.HS}, r.Except...) {
		if len(hs) > 10 || strings.Trim(hs, "0123456789") != "" {
			f.Add("hs", "fault.hs")
		}
	}
	return f.Err()
}
