package node

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"agora/i18n"
	"agora/identity"
)

// TestACorrectionIsOnThePages saves one and looks at a page that the node
// serves.
func TestACorrectionIsOnThePages(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	if err := n.Wording.Save(t.Context(), identity.System(), "ky", "ui.all_languages", i18n.Entry{Text: "Ар кандай тилде"}, true); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, n.Addr()+"/?lang=ky", nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if page, err := io.ReadAll(w.Body); err != nil || !strings.Contains(string(page), "Ар кандай тилде") {
		t.Errorf("the page does not have it (%v)", err)
	}
}

func TestANodeThatDoesNotOpenSaysWhy(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Database = "postgres://nobody@127.0.0.1:1/none?connect_timeout=1"
	if n, err := Open(t.Context(), s); err == nil || n != nil {
		t.Errorf("opened %v without a database: %v", n, err)
	}
}
