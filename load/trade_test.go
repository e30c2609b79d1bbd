package load

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"agora/load/loadtest"
)

// TestDriveShopsInWordsOfTheCaller at a server that knows its guest again by a
// header, and refuses every one whose number is odd.
func TestDriveShopsInWordsOfTheCaller(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Every") != "1" {
			t.Errorf("%s has not the header of every request", r.URL)
		}
		switch r.URL.Path {
		case "/in":
			w.Header().Set("X-Session", "s"+r.URL.Query().Get("guest"))
		case "/buy":
			if r.Method != "POST" || r.Header.Get("Session") != "s"+r.URL.Query().Get("guest") {
				t.Errorf("%s %s with session %q", r.Method, r.URL, r.Header.Get("Session"))
			}
			if strings.HasSuffix(r.URL.RawQuery, "1") {
				http.Error(w, "not you", http.StatusForbidden)
				return
			}
		}
		fmt.Fprint(w, `{"made":[{"id":"a"},{"id":"b"}]}`)
	}))
	defer server.Close()
	s := settings(&loadtest.Shop{URL: server.URL}, Purchase)
	s.Workers = 2
	odd := errors.New("the caller says no")
	report, err := Drive(t.Context(), s, Trade{Acts: []string{"come in", "buy"}, Header: "X-Every: 1\r\n", Keep: "X-Session",
		Turn: func(v *Visitor) error {
			if v.Kept() != "" {
				t.Errorf("session %q before the first answer", v.Kept())
			}
			at := fmt.Sprintf("?guest=%d", v.Guest())
			if _, err := v.Ask(0, "GET", "/in"+at, "", ""); err != nil {
				return err
			}
			if v.Guest()%10 == 2 {
				return odd
			}
			a, err := v.Ask(1, "POST", "/buy"+at, "Session: "+v.Kept()+"\r\n", "{}")
			if err != nil {
				return err
			}
			last := ""
			a.At("made").Each(func(m Answer) bool { last = m.At("id").Text(); return true })
			if last != "b" || a.At("made").First().At("id").Text() != "a" || a.At("none", "of", "these").String() != "" {
				t.Errorf("%s", a)
			}
			return nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, f := range report.Failures {
		told[f.Reason] = f.Example
	}
	if report.Ends[endDone] == 0 || report.Ends[endFailed] == 0 || len(told) != 2 ||
		told["buy: status 403"] != "not you\n" || told["whole: not what was hoped for"] != odd.Error() {
		t.Errorf("ends %v, failures %q", report.Ends, told)
	}
	if len(report.Acts) != 3 || report.Acts[0].Name != "come in" || report.Acts[1].Name != "buy" || report.Acts[1].Failed == 0 ||
		report.Acts[2].Count != report.Ends[endDone] || report.Requests != report.Acts[0].Count+report.Acts[1].Count+report.Acts[1].Failed {
		t.Errorf("%d requests, acts %+v", report.Requests, report.Acts)
	}
}

// TestDriveRefuses what it can't measure.
func TestDriveRefuses(t *testing.T) {
	s := settings(&loadtest.Shop{URL: "http://127.0.0.1:1"}, Flash)
	if _, err := Drive(t.Context(), s, Trade{}); err == nil {
		t.Error("a flash sale was driven")
	}
	s.Scenario = Browse
	if _, err := Drive(t.Context(), s, Trade{Acts: make([]string, acts)}); err == nil {
		t.Error("too many acts were taken")
	}
}
