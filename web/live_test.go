package web

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"agora/identity"
)

// TestOnlyALivePageMayListen compares what a page of a live room and another
// may do.
func TestOnlyALivePageMayListen(t *testing.T) {
	s := New(Options{Who: func(context.Context, string) (identity.Actor, error) { return identity.Guest(), nil }})
	for path, address := range map[string]string{"/hall": "wss://live.example:7443", "/odd": "wss://live.example; script-src *", "/plain": ""} {
		s.Add(Route{Method: "GET", Pattern: path, Access: Anyone, Handle: func(r *Request) error {
			if address != "" {
				r.Live(address)
			}
			_, err := fmt.Fprint(r.W, "page")
			return err
		}})
	}
	for path, want := range map[string][2]string{
		"/hall":  {"connect-src 'self' wss://live.example:7443 https://live.example:7443; manifest-src", "microphone=(self)"},
		"/odd":   {"connect-src 'self'; manifest-src", "microphone=(self)"},
		"/plain": {"connect-src 'self'; manifest-src", "microphone=()"},
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		csp, may := w.Header().Get("Content-Security-Policy"), w.Header().Get("Permissions-Policy")
		if !strings.Contains(csp, want[0]) || !strings.Contains(may, want[1]) || len(w.Header().Values("Content-Security-Policy")) != 1 {
			t.Errorf("%s: %q, %q", path, csp, may)
		}
	}
}

// lines gives each line that is written.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

// TestAConnectionCanBeTakenOver lets a mounted handler speak another protocol.
func TestAConnectionCanBeTakenOver(t *testing.T) {
	noted := make(lines, 1)
	s := New(Options{Log: slog.New(slog.NewTextHandler(noted, nil)), Who: func(context.Context, string) (identity.Actor, error) { return identity.Guest(), nil }})
	s.Mount("/rtc", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, rw, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprint(rw, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello\n")
		_ = rw.Flush()
	}))
	var said strings.Builder
	site := httptest.NewUnstartedServer(s)
	site.Config.ErrorLog = log.New(&said, "", 0)
	site.Start()
	conn, err := net.Dial("tcp", site.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /rtc HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	in := bufio.NewReader(conn)
	res, err := http.ReadResponse(in, nil)
	if err != nil || res.StatusCode != http.StatusSwitchingProtocols || res.Header.Get("Content-Encoding") != "" {
		t.Fatalf("%v, %v", res, err)
	}
	if line, err := in.ReadString('\n'); err != nil || line != "hello\n" {
		t.Errorf("%q, %v", line, err)
	}
	if line := <-noted; !strings.Contains(line, "status=101") {
		t.Errorf("noted is %s", line)
	}
	site.Close()
	if said.Len() > 0 {
		t.Errorf("the server complains: %s", &said)
	}
}
