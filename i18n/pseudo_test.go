package i18n

import (
	"slices"
	"strings"
	"testing"
)

func TestPseudo(t *testing.T) {
	b := load(t)
	b.AddPseudo()
	if b.Match("en-XA") != Accented || b.Match("", "ar") == Mirrored || slices.Contains(b.Langs(), Accented) {
		t.Error("a pseudo-language is spoken to who does not ask for it by name")
	}
	long, back := b.Locale(Accented), b.Locale(Mirrored)
	if got := long.T("fault.too_long", "max", 9); !strings.HasPrefix(got, "⟦") || !strings.HasSuffix(got, "⟧") || !strings.Contains(got, "9") {
		t.Errorf("%q", got)
	}
	if got := long.N("ui.cart_label", 2); len([]rune(got)) < 20 || !strings.Contains(got, "2") {
		t.Errorf("%q", got)
	}
	if got := back.T("fault.required"); back.Dir() != "rtl" || !strings.Contains(got, "\u202e") {
		t.Errorf("%q", got)
	}
}
