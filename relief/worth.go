package relief

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

// Worth adds up what is missing.
func (g Gap) Worth() (w Worth) {
	for _, p := range g.Packages {
		w.Add(p.Package)
	}
	return w
}
