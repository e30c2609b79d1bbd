package match

// Weights are what a unit is worth in points, as the operator sets it. Each is from 0
// to MostWeight; those of a percentage are the points of the whole hundred.
type Weights struct {
	Unit       int64 // of any unit that reaches a need
	First      int64 // more, of a unit of the first share
	DaysLeft   int64 // of a need that has run out; none of one that lasts 30 days
	Exposed    int64 // nearly, of very many exposed staff; half of it for 20
	Kind       int64 // of a kind of facility that counts in full
	Vulnerable int64 // of people who are most vulnerable
	Unmet      int64 // of a need that got nothing before
	Distance   int64 // that a unit costs for each 100 kilometres
}

// MostWeight is the greatest weight in points.
const MostWeight = 100_000

// Suggested are weights to begin with: whoever runs out comes first, and a thousand
// kilometres weigh as much as nine days.
var Suggested = Weights{Unit: 1000, First: 500, DaysLeft: 1000, Exposed: 600, Kind: 400, Vulnerable: 400, Unmet: 300, Distance: 30}

const (
	horizon = 30 // days after which a stock is no worry
	half    = 20 // exposed staff who count for half of the weight
)

// Worth is what a unit of a need's rest gains before it has come a kilometre.
func (w Weights) Worth(n *Need) int64 {
	return w.Unit + w.days(n) + w.exposed(n) + w.Kind*n.Kind/100 + w.Vulnerable*n.Vulnerable/100 + w.Unmet*n.Unmet/100
}

func (w Weights) days(n *Need) int64 {
	return w.DaysLeft * (horizon - min(max(n.DaysLeft, 0), horizon)) / horizon
}

func (w Weights) exposed(n *Need) int64 { return w.Exposed * n.Exposed / (n.Exposed + half) }

func (w Weights) way(km int64) int64 { return w.Distance * km / 100 }
