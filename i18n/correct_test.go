package i18n

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"agora/fault"
)

func TestCorrect(t *testing.T) {
	b := load(t)
	ru := b.Locale("ru")
	exact, was := ru.Exact(), ru.T("fault.required")
	unfit := b.Correct("ru", map[string]Entry{
		"fault.required": {Text: "Это нужно."}, "fault.too_long": {Text: "без числа"}, "no.such": {Text: "x"},
		"ui.cart_label": {Forms: map[string]string{"one": "{n} дело", "few": "{n} дела", "many": "{n} дел", "other": "{n} дела"}},
	})
	if !slices.Equal(unfit, []string{"fault.too_long", "no.such"}) {
		t.Errorf("%v do not fit", unfit)
	}
	if ru.T("fault.required") != "Это нужно." || exact.T("fault.required") != "Это нужно." || ru.N("ui.cart_label", 5) != "5 дел" {
		t.Error("the corrections do not hold")
	}
	if e, _ := ru.Written("fault.required"); e.Text != was {
		t.Errorf("the file has %q", e.Text)
	}
	if b.Correct("ru", nil); ru.T("fault.required") != was {
		t.Error("the text of the file did not come back")
	}
}

func TestCorrectionsWhileOthersRead(t *testing.T) {
	b := load(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 200 {
				if got := b.Locale("en").T("fault.required"); got == "" || got == "fault.required" {
					t.Errorf("read %q", got)
				}
			}
		})
	}
	for range 20 {
		b.Correct("en", map[string]Entry{"fault.required": {Text: "Say it."}})
	}
	all.Wait()
}

func TestCheck(t *testing.T) {
	l := load(t).Locale("ru")
	forms := func(one, few, many, other string) Entry {
		return Entry{Forms: map[string]string{"one": one, "few": few, "many": many, "other": other}}
	}
	for _, c := range []struct {
		key   string
		e     Entry
		field string
		fault string
	}{
		{"fault.too_long", Entry{Text: "До {max} знаков"}, "", ""},
		{"fault.too_long", Entry{Text: "До {мax} знаков"}, "text", "fault.placeholder_strange"},
		{"fault.too_long", Entry{Text: "Длинно"}, "text", "fault.placeholder_lost"},
		{"fault.too_long", Entry{Text: "До {max"}, "text", "fault.placeholder_open"},
		{"fault.too_long", Entry{}, "text", "fault.required"},
		{"no.such", Entry{Text: "x"}, "", "fault.not_found"},
		{"ui.cart_label", forms("{n} a", "{n} b", "{n} c", "{n} d"), "", ""},
		{"ui.cart_label", forms("a", "{n} b", "{n} c", "{n} d"), "", ""},
		{"ui.cart_label", forms("{n} a", "{n} b", "{n} c", "d"), "text.other", "fault.placeholder_lost"},
		{"ui.cart_label", forms("{n} a", "", "{n} c", "{n} d"), "text.few", "fault.required"},
		{"ui.cart_label", Entry{Text: "{n} a"}, "text.one", "fault.required"},
	} {
		err := l.Check(c.key, c.e)
		if c.fault == "" && err == nil {
			continue
		}
		list := fault.List(err)
		if len(list) == 0 || list[0].Key != c.fault || list[0].Field != c.field {
			t.Errorf("%s %v: %v, want %s of %q", c.key, c.e, err, c.fault, c.field)
		}
	}
}

func TestEntriesAsFilesHoldThem(t *testing.T) {
	for _, raw := range []string{`"a <b> & {c}"`, `{"one":"a","other":"b"}`} {
		var e Entry
		if err := json.Unmarshal([]byte(raw), &e); err != nil {
			t.Fatal(err)
		}
		if got, err := e.MarshalJSON(); err != nil || string(got) != raw {
			t.Errorf("%s came back as %s", raw, got)
		}
	}
	b := load(t)
	for _, key := range b.Keys() {
		l := b.Locale("ru")
		if e, ok := l.Entry(key); !ok || l.Check(key, e) != nil {
			t.Errorf("%s does not fit itself: %v", key, l.Check(key, e))
		}
	}
}
