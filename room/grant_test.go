package room

import "testing"

// TestOnlyGrantsThatThereAreAreGood tries roles with and without languages.
func TestOnlyGrantsThatThereAreAreGood(t *testing.T) {
	for _, g := range []Grant{{Role: Viewer}, {Role: Speaker}, {Role: Captioner}, {Role: Recorder},
		{Interpreter, "ru"}, {Interpreter, "zh-Hans"}, {Interpreter, Sign}, {Interpreter, "uz-Cyrl-UZ"}} {
		if err := g.Check(); err != nil {
			t.Errorf("%+v: %v", g, err)
		}
	}
	for _, g := range []Grant{{}, {Role: "admin"}, {Viewer, "ru"}, {Role: Interpreter}, {Interpreter, "floor"}, {Interpreter, "RU"},
		{Interpreter, "ru-"}, {Interpreter, "r"}, {Interpreter, "ru_RU"}, {Interpreter, "ru.x"}, {Interpreter, "zh-Hans-a-very-long-tail-of-more-parts"}} {
		if g.Check() == nil {
			t.Errorf("%+v is taken", g)
		}
	}
}

// TestEachGrantSendsItsOwnTracks goes through every role and every name.
func TestEachGrantSendsItsOwnTracks(t *testing.T) {
	type send struct {
		name  TrackName
		from  Source
		video bool
	}
	all := []send{{Camera, FromCamera, true}, {Screen, FromScreen, true}, {Floor, FromMicrophone, false},
		{Spoken("ru"), FromMicrophone, false}, {Spoken("kk"), FromMicrophone, false}, {Signed, FromCamera, true},
		{Camera, FromCamera, false}, {Floor, FromMicrophone, true}, {Spoken("ru"), FromCamera, true}, {Screen, FromCamera, true}, {"", FromCamera, true}, {"else", FromMicrophone, false}}
	for g, may := range map[Grant][]int{
		{Role: Speaker}: {0, 1, 2}, {Interpreter, "ru"}: {3}, {Interpreter, "kk"}: {4}, {Interpreter, Sign}: {5},
		{Role: Viewer}: nil, {Role: Captioner}: nil, {Role: Recorder}: nil, {}: nil, {Interpreter, "floor"}: nil,
	} {
		allowed := map[int]bool{}
		for _, i := range may {
			allowed[i] = true
		}
		for i, s := range all {
			if got := g.MaySend(s.name, s.from, s.video); got != allowed[i] {
				t.Errorf("%+v sends %+v: %v", g, s, got)
			}
		}
	}
}

// TestTracksOfInterpretersNameTheirLanguage reads names back.
func TestTracksOfInterpretersNameTheirLanguage(t *testing.T) {
	for name, want := range map[TrackName]string{Spoken("ru"): "ru", Spoken("zh-Hans"): "zh-Hans", Floor: "", Camera: "", Signed: ""} {
		if got := name.Language(); got != want {
			t.Errorf("%s is in %q, not %q", name, got, want)
		}
	}
}

// TestNamesAreShortAndPlain is about rooms and people alike.
func TestNamesAreShortAndPlain(t *testing.T) {
	for name, good := range map[string]bool{"7": true, "session-12.stage_A": true, "": false, "a b": false, "a/b": false, "a#b": false, "ё": false,
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": false} {
		if (ID(name).Check() == nil) != good || (PersonID(name).Check() == nil) != good {
			t.Errorf("%q: %v", name, ID(name).Check())
		}
	}
}
