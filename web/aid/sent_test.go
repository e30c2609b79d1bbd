package aid

import (
	"net/http"
	"strings"
	"testing"
)

// TestAFaultyFormDoesNothing refuses and verifies a facility by forms that hold what is no
// text: they are shown again, and nothing is done.
func TestAFaultyFormDoesNothing(t *testing.T) {
	o := newOffice(t)
	desk, id := o.crisis()
	one := o.link("sends", desk+"/facilities", "Airport store")
	for _, form := range [][]string{{"refuse", "1", "why", "Burnt\x01 down"}, {"source", "A list\x01", "checked", "2026-11-20"}} {
		r := o.post("counts", desk+"/verify", append(form, "id", id)...)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "#f-") {
			t.Errorf("%q: %d %s", form, r.status, alert(r.body))
		}
	}
	if body := o.get("sends", one).body; strings.Contains(body, "Rustam") || strings.Contains(body, "Burnt down") {
		t.Error("a faulty form was acted on")
	}
}
