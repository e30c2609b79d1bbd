package console

import (
	"net/url"
	"strings"
	"testing"
)

func TestAnOperatorCorrectsAText(t *testing.T) {
	o := newOffice(t)
	for _, path := range []string{"/console/words", "/console/words?in=ru&q=cart&only=unreviewed", "/console/words?in=ur&from=50",
		"/console/words/edit?in=ru&key=ui.cart_label"} {
		if r := o.ask("olga", path, nil); r.status != 200 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if body := o.ask("olga", "/console/words?in=ru&q=fault.required", nil).body; !strings.Contains(body, "/console/words/edit?in=ru&amp;key=fault.required") {
		t.Error("the list does not lead to the text")
	}
	edit := url.Values{"in": {"ru"}, "key": {"ui.cart_label"}, "text.one": {"{n} дело"}, "text.few": {"{n} дела"}, "text.many": {"{n} дел"},
		"text.other": {"{n} дела"}, "reviewed": {"yes"}}
	if got := o.ask("olga", "/console/words/edit", edit).status; got != 303 {
		t.Errorf("saved with %d", got)
	}
	body := o.ask("olga", "/console/words/edit?in=ru&key=ui.cart_label", nil).body
	if !strings.Contains(body, "{n} дел</textarea>") || !strings.Contains(body, "checked") || !strings.Contains(body, `value="revert"`) {
		t.Error("the page does not show the correction")
	}
	if body := o.ask("olga", "/console/words/export?in=ru", nil).body; !strings.Contains(body, `"many": "{n} дел"`) {
		t.Error("the file lacks the correction")
	}
	edit.Set("text.other", "без числа")
	if got := o.ask("olga", "/console/words/edit", edit).status; got != 422 {
		t.Errorf("a lost placeholder is answered with %d", got)
	}
	if got := o.ask("olga", "/console/words/edit", url.Values{"in": {"ru"}, "key": {"ui.cart_label"}, "do": {"revert"}}).status; got != 303 {
		t.Errorf("taken back with %d", got)
	}
	if body := o.ask("olga", "/console/words?in=ru&only=own", nil).body; strings.Contains(body, "ui.cart_label") {
		t.Error("the correction is still there")
	}
}
