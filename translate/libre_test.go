package translate

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// machine speaks the protocol as LibreTranslate does.
func machine(t *testing.T, answer func(w http.ResponseWriter, q []string)) (l Libre, asked *[]map[string]any) {
	t.Helper()
	asked = &[]map[string]any{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /at/languages", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"code":"en","name":"English","targets":["ur","zh-Hans","en"]},{"code":"ur","name":"Urdu","targets":["en"]}]`))
	})
	mux.HandleFunc("POST /at/translate", func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		*asked = append(*asked, body)
		var q []string
		for _, one := range body["q"].([]any) {
			q = append(q, one.(string))
		}
		answer(w, q)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return Libre{Address: s.URL + "/at", Key: "k1"}, asked
}

func TestAMachineIsAsked(t *testing.T) {
	l, asked := machine(t, func(w http.ResponseWriter, q []string) {
		for i := range q {
			q[i] = "ur:" + q[i]
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": q})
	})
	pairs, err := l.Languages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := l.Translate(t.Context(), "en", "ur", []string{"Wool", "Soft.\n\nWarm."})
	if err != nil || !slices.Equal(got, []string{"ur:Wool", "ur:Soft.\n\nWarm."}) {
		t.Errorf("%q %v", got, err)
	}
	if a := (*asked)[0]; a["source"] != "en" || a["target"] != "ur" || a["format"] != "text" || a["api_key"] != "k1" {
		t.Errorf("%v", a)
	}
	for _, c := range []struct {
		from, into, f, t string
	}{{"en", "ur", "en", "ur"}, {"en", "zh", "en", "zh-Hans"}, {"en-GB", "ur", "en", "ur"}, {"en", "uz-Cyrl", "", ""}, {"ur", "zh", "", ""}, {"en", "en", "en", "en"}} {
		f, into, ok := pairs.Pair(c.from, c.into)
		if f != c.f || into != c.t || ok != (c.f != "" && c.f != c.t) {
			t.Errorf("%s to %s: %q %q %v", c.from, c.into, f, into, ok)
		}
	}
}

func TestWhatAMachineAnswersWrongIsNotTaken(t *testing.T) {
	for name, c := range map[string]struct {
		answer  func(w http.ResponseWriter, q []string)
		refused bool
	}{
		"too few":  {func(w http.ResponseWriter, _ []string) { _, _ = w.Write([]byte(`{"translatedText":[]}`)) }, false},
		"one text": {func(w http.ResponseWriter, _ []string) { _, _ = w.Write([]byte(`{"translatedText":"x"}`)) }, false},
		"no JSON":  {func(w http.ResponseWriter, _ []string) { _, _ = w.Write([]byte(`<html>`)) }, false},
		"too long": {func(w http.ResponseWriter, _ []string) { _, _ = w.Write(make([]byte, maxAnswer+10)) }, false},
		"busy":     {func(w http.ResponseWriter, _ []string) { http.Error(w, "slow down", http.StatusTooManyRequests) }, false},
		"broken":   {func(w http.ResponseWriter, _ []string) { http.Error(w, "no", http.StatusInternalServerError) }, false},
		"wrong key": {func(w http.ResponseWriter, _ []string) {
			http.Error(w, `{"error":"Invalid API key"}`, http.StatusForbidden)
		}, true},
		"elsewhere": {func(w http.ResponseWriter, _ []string) {
			w.Header().Set("Location", "http://localhost:1/")
			w.WriteHeader(http.StatusFound)
		}, true},
		"no letters": {func(w http.ResponseWriter, _ []string) { _, _ = w.Write([]byte(`{"translatedText":["\u0000"]}`)) }, false},
	} {
		l, _ := machine(t, c.answer)
		got, err := l.Translate(t.Context(), "en", "ur", []string{"Wool"})
		if err == nil || got != nil || errors.Is(err, ErrRefused) != c.refused {
			t.Errorf("%s: %q %v", name, got, err)
		}
		if err != nil && strings.Contains(err.Error(), l.Key) {
			t.Errorf("%s: the key is in the error", name)
		}
	}
	l, asked := machine(t, func(http.ResponseWriter, []string) {})
	if _, err := l.Translate(t.Context(), "en", "ur", slices.Repeat([]string{"x"}, MaxTexts+1)); !errors.Is(err, ErrRefused) || len(*asked) != 0 {
		t.Errorf("too many texts: %v", err)
	}
}
