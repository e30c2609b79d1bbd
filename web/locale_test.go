package web

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestTextsOfPeopleComeInALanguageTheReaderKnows(t *testing.T) {
	s := New(Options{Log: slog.New(slog.DiscardHandler)})
	for _, c := range []struct{ lang, header, want string }{
		{"zh-Hans", "zh-CN,zh;q=0.9", "zh-CN zh"},
		{"ky", "ky-KG,tr;q=0.8", "ky-KG tr ru"},
		{"ur", "", ""},
		{"hi", ";;;", ""},
	} {
		hr := httptest.NewRequest("GET", "/?lang="+c.lang, nil)
		hr.Header.Set("Accept-Language", c.header)
		r := s.request(httptest.NewRecorder(), hr, Route{})
		if got := strings.Join(r.Reads(), " "); got != c.want {
			t.Errorf("%s, %q: reads %q, want %q", c.lang, c.header, got, c.want)
		}
	}
}
