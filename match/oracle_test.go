package match

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// GLPK's solver is another's: the optimum has to be the one that it finds.

func TestOptimumIsThatOfGLPK(t *testing.T) {
	glpsol := needGLPK(t)
	dir := t.TempDir()
	check := func(t rapid.TB, offers []Offer, needs []Need, w Weights) {
		plan, err := Match(offers, needs, w)
		if err != nil {
			t.Fatal(err)
		}
		if most := optimum(t, glpsol, dir, offers, needs, w, false); plan.Points != most || plan.Most != most {
			t.Fatalf("the plan has %d points and says that %d are the most; GLPK finds %d", plan.Points, plan.Most, most)
		}
	}
	t.Run("random", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			offers, needs, w := drawCase(t, 15, 15, 1000, 1)
			check(t, offers, needs, w)
		})
	})
	t.Run("large", func(t *testing.T) {
		offers, needs := large(500, 700, []int64{1}, true)
		check(t, offers, needs, Suggested)
	})
}

// With packs GLPK looks for whole numbers of them.
func TestPacksComeNearTheOptimumOfGLPK(t *testing.T) {
	glpsol := needGLPK(t)
	dir := t.TempDir()
	var points, best int64
	worst := 1.0
	rapid.Check(t, func(t *rapid.T) {
		offers, needs, w := drawCase(t, 5, 5, 200, 40)
		plan, err := Match(offers, needs, w)
		if err != nil {
			t.Fatal(err)
		}
		most := optimum(t, glpsol, dir, offers, needs, w, true)
		if plan.Points > most || most > plan.Most {
			t.Fatalf("the plan has %d points and says that none has more than %d; GLPK finds %d", plan.Points, plan.Most, most)
		}
		if most > 0 {
			worst = min(worst, float64(plan.Points)/float64(most))
		}
		points, best = points+plan.Points, best+most
	})
	t.Logf("%.4f of the optimum, %.4f in the worst case", float64(points)/float64(best), worst)
	if points*100 < best*95 {
		t.Fatalf("plans have %d of %d points", points, best)
	}
}

// A case of the size of a real one reaches the optimum without packs, nearly, with them.
func TestManyPacksComeNearTheOptimum(t *testing.T) {
	offers, needs := large(1000, 1400, []int64{1, 10, 50, 100, 1000}, true)
	plan, err := Match(offers, needs, Suggested)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.4f of the optimum without packs", float64(plan.Points)/float64(plan.Most))
	if plan.Points*100 < plan.Most*95 {
		t.Fatalf("%d of %d points", plan.Points, plan.Most)
	}
}

func needGLPK(t *testing.T) string {
	path, err := exec.LookPath("glpsol")
	if err != nil {
		t.Skip("glpsol of GLPK is not installed: no independent optimum was compared")
	}
	return path
}

// optimum asks GLPK. Its answer is whole, since worths, costs and units are.
func optimum(t rapid.TB, glpsol, dir string, offers []Offer, needs []Need, w Weights, packs bool) int64 {
	model, solution := filepath.Join(dir, "model.lp"), filepath.Join(dir, "solution")
	text, some := program(offers, needs, w, packs)
	if !some {
		return 0
	}
	if err := os.WriteFile(model, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(glpsol, "--lp", model, "--write", solution).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	out, err := os.ReadFile(solution)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(out) {
		f := bytes.Fields(line)
		if len(f) < 6 || string(f[0]) != "s" {
			continue
		}
		if string(f[len(f)-2]) != "f" && string(f[len(f)-2]) != "o" {
			t.Fatalf("GLPK found no optimum: %s", line)
		}
		points, err := strconv.ParseFloat(string(f[len(f)-1]), 64)
		if err != nil {
			t.Fatal(err)
		}
		return int64(points + 0.5)
	}
	t.Fatalf("no solution in %s", out)
	return 0
}

// program writes a case in CPLEX's LP form: x are units, or packs, of an offer to a
// need; f and r are the first share and the rest of what a need is given.
func program(offers []Offer, needs []Need, w Weights, packs bool) (text []byte, some bool) {
	var goal, rows, bounds, whole bytes.Buffer
	supply, demand := make([]bytes.Buffer, len(offers)), make([]bytes.Buffer, len(needs))
	for i := range offers {
		o := &offers[i]
		pack := int64(1)
		if packs {
			pack = max(o.Pack, 1)
		}
		for j := range needs {
			n := &needs[j]
			if !allowed(o, n) {
				continue
			}
			fmt.Fprintf(&goal, " - %d x%d_%d\n", costOf(o, n, w)*pack, i, j)
			fmt.Fprintf(&supply[i], " + %d x%d_%d\n", pack, i, j)
			fmt.Fprintf(&demand[j], " + %d x%d_%d\n", pack, i, j)
			fmt.Fprintf(&whole, " x%d_%d\n", i, j)
		}
		if supply[i].Len() > 0 {
			fmt.Fprintf(&rows, "s%d:%s <= %d\n", i, supply[i].String(), o.Units)
		}
	}
	for j := range needs {
		if n := &needs[j]; demand[j].Len() > 0 {
			first := min(n.First, n.Units)
			each := gainOf(&Need{DaysLeft: n.DaysLeft, Exposed: n.Exposed, Kind: n.Kind, Vulnerable: n.Vulnerable, Unmet: n.Unmet}, w, 1)
			fmt.Fprintf(&goal, " + %d f%d + %d r%d\n", each+w.First, j, each, j)
			fmt.Fprintf(&rows, "d%d:%s - f%d - r%d = 0\n", j, demand[j].String(), j, j)
			fmt.Fprintf(&bounds, " 0 <= f%d <= %d\n 0 <= r%d <= %d\n", j, first, j, n.Units-first)
			some = true
		}
	}
	text = fmt.Appendf(nil, "Maximize\n points:\n%sSubject To\n%sBounds\n%s", goal.String(), rows.String(), bounds.String())
	if packs {
		text = fmt.Appendf(text, "General\n%s", whole.String())
	}
	return append(text, "End\n"...), some
}
