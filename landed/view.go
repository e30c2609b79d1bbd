package landed

import (
	"slices"
	"strings"
	"time"

	"agora/country"
	"agora/money"
)

// View is the rules and rates of one day: read-only, in memory, safe for use
// by many. Everything that is computed is computed on a view.
type View struct {
	Day   time.Time // midnight UTC
	rules map[country.Code][]Rule

	margin money.Bps                     // of the market, on the rate at which a seller's money becomes a buyer's
	usd    map[money.Currency]money.Rate // one US dollar in each currency
}

// newView keeps of the rules those in force on a day.
func newView(day time.Time, rules []Rule, perDollar []money.Rate) *View {
	v := &View{Day: day, rules: map[country.Code][]Rule{}, usd: map[money.Currency]money.Rate{"USD": money.Same("USD"), money.Play: playRate}}
	for _, r := range rules {
		if r.on(day) {
			v.rules[r.Destination] = append(v.rules[r.Destination], r)
		}
	}
	for _, r := range perDollar {
		if have, ok := v.usd[r.To]; !r.Day.After(day) && (!ok || r.Day.After(have.Day)) {
			v.usd[r.To] = r
		}
	}
	return v
}

// playRate lets rehearsals cross a border whose thresholds are in real money.
// Nothing is ever exchanged at it: the ledger refuses that.
var playRate = func() money.Rate {
	value, err := money.ParseRate("100")
	if err != nil {
		panic(err)
	}
	return money.Rate{From: "USD", To: money.Play, Value: value, Source: "rehearsal"}
}()

// Rate gives the exchange rate of the day, over the dollar; false when one of
// the two currencies has none.
func (v *View) Rate(from, to money.Currency) (money.Rate, bool) {
	if from == to {
		return money.Same(from), true
	}
	a, okA := v.usd[from]
	b, okB := v.usd[to]
	if !okA || !okB {
		return money.Rate{}, false
	}
	rate, err := money.Cross(a, b)
	return rate, err == nil
}

// Margin gives the market's margin on exchange.
func (v *View) Margin() money.Bps { return v.margin }

// Charged gives the rate at which a price of a seller becomes the buyer's: that
// of the day with the market's margin on top. Play money bears none.
func (v *View) Charged(from, to money.Currency) (rate money.Rate, margin money.Bps, ok bool) {
	if v.margin == 0 || from == to || from == money.Play || to == money.Play {
		rate, ok = v.Rate(from, to)
		return rate, 0, ok
	}
	a, okA := v.usd[from]
	b, okB := v.usd[to]
	if !okA || !okB {
		return money.Rate{}, 0, false
	}
	rate, err := money.CrossAbove(a, b, v.margin)
	return rate, v.margin, err == nil
}

// Rules gives the rules of a destination that are in force, for people to read.
func (v *View) Rules(to country.Code) []Rule { return slices.Clone(v.rules[to]) }

// find gives the most exact rule of a kind for goods in a parcel: one that
// names the customs code beats one that names the channel, that beats one that
// names where it is posted, that beats one that names where it was made; a
// longer code beats a shorter one, and of equals the later in force. nil when
// no rule fits.
func (v *View) find(kind Kind, p *Parcel, to country.Code, hs string, origin country.Code) *Rule {
	var best *Rule
	bestScore := -1
	rules := v.rules[to]
	for i := range rules {
		r := &rules[i]
		if r.Kind != kind || !r.fits(p, hs, origin) {
			continue
		}
		if s := r.exactness(); s > bestScore || s == bestScore && r.From.After(best.From) {
			best, bestScore = r, s
		}
	}
	return best
}

func (r *Rule) fits(p *Parcel, hs string, origin country.Code) bool {
	channel := p.Channel
	if channel == "" {
		channel = "post"
	}
	return (r.Channel == "" || r.Channel == channel) &&
		strings.HasPrefix(hs, r.HS) &&
		(r.Sent == nil || slices.Contains(r.Sent, p.From)) &&
		(r.Origins == nil || slices.Contains(r.Origins, origin))
}

func (r *Rule) exactness() int {
	score := 0
	if r.Origins != nil {
		score = 1
	}
	if r.Sent != nil {
		score += 2
	}
	if r.Channel != "" {
		score += 4
	}
	return score + 8*len(r.HS)
}
