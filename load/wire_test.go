package load

import (
	"bufio"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"
)

// scripted answers each connection with texts, in order, one a request; after
// the last it hangs up.
func scripted(t *testing.T, connections ...[]string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for _, answers := range connections {
			c, err := l.Accept()
			if err != nil {
				return
			}
			r := bufio.NewReader(c)
			for _, a := range answers {
				for { // a request ends with an empty line
					line, err := r.ReadSlice('\n')
					if err != nil || string(line) == "\r\n" {
						break
					}
				}
				_, _ = io.WriteString(c, a)
			}
			c.Close()
		}
	}()
	return newWire(&url.URL{Scheme: "http", Host: l.Addr().String()}, 10*time.Second)
}

var hello = []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

func TestAnswersAreReadInEveryForm(t *testing.T) {
	for name, c := range map[string]struct {
		answer, want string
		status       int
	}{
		"length":    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", 200},
		"chunks":    {"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", "hello", 201},
		"trailer":   {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n", "hello", 200},
		"hints":     {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", 200},
		"to end":    {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello", "hello", 200},
		"old":       {"HTTP/1.0 404 Not Found\r\n\r\nhello", "hello", 404},
		"no body":   {"HTTP/1.1 204 No Content\r\n\r\n", "", 204},
		"no phrase": {"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "", 200},
	} {
		w := scripted(t, []string{c.answer})
		status, body, err := w.send(hello)
		if err != nil || status != c.status || string(body) != c.want {
			t.Errorf("%s: %d %q %v", name, status, body, err)
		}
		w.close()
	}
	for name, answer := range map[string]string{
		"other protocol": "SSH-2.0-x\r\n", "no status": "HTTP/1.1 abc\r\n\r\n", "cut": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
		"bad length": "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "bad chunk": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
		"huge":   "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
		"packed": "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 0\r\n\r\n", "endless": "HTTP/1.1 200 OK\r\n\r\n", "nothing": "",
	} {
		w := scripted(t, []string{answer})
		if status, body, err := w.send(hello); err == nil {
			t.Errorf("%s: %d %q", name, status, body)
		}
		w.close()
	}
}

func TestConnectionsAreKeptAndOpenedAnew(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
	w := scripted(t, []string{ok + "a", ok + "b"}, []string{ok + "c"})
	defer w.close()
	var got strings.Builder
	for range 3 {
		_, body, err := w.send(hello)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(body)
	}
	if got.String() != "abc" {
		t.Errorf("got %s", got.String())
	}
}

// TestRequestsCostNoAllocation: buffers have grown after the first.
func TestRequestsCostNoAllocation(t *testing.T) {
	answers := make([]string, 200)
	for i := range answers {
		answers[i] = "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"ucp\":{},\"a\":1}"
	}
	w := scripted(t, answers)
	defer w.close()
	target := &url.URL{Scheme: "http", Host: w.address}
	r := &run{Settings: Settings{Timeout: 10 * time.Second}, endpoint: target, fixed: header(target, "http://127.0.0.1/", "en"), tally: newTally()}
	b := r.buyer(0)
	defer b.wire.close()
	b.call(actSearch, "GET", "/")
	if n := testing.AllocsPerRun(100, func() {
		if b.call(actSearch, "GET", "/").wrong != "" {
			t.Error("no answer")
		}
	}); n > 2 {
		t.Errorf("%g allocations a request", n)
	}
}
