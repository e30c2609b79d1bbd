package relief

import "agora/money"

// Worth is what packages are worth, as far as somebody said: a package without a value is
// not worth nothing.
type Worth struct {
	Sum      int64 // minor units, of those with a value
	Unvalued int64 // packages whose value nobody stated
}

// Add counts a package.
func (w *Worth) Add(p Package) {
	if w.Sum += p.Value; p.Value == 0 {
		w.Unvalued++
	}
}

// plain writes it for a table: nothing when nobody said anything.
func (w Worth) plain(c money.Currency) string {
	if w.Sum == 0 && w.Unvalued > 0 {
		return ""
	}
	return money.Of(w.Sum, c).Plain()
}

// Worth adds up what is missing.
func (g Gap) Worth() (w Worth) {
	for _, p := range g.Packages {
		w.Add(p.Package)
	}
	return w
}
