package node

import (
	"bufio"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"testing"
	"time"

	"agora/demo"
)

// TestAnOpenStreamDoesNotHoldUpTheStop leaves a desk open in a browser, which
// listens for its bell for as long as it may.
func TestAnOpenStreamDoesNotHoldUpTheStop(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n := start(t, s)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	client := http.Client{Jar: jar}
	res, err := client.PostForm(n.Addr()+"/account/sign-in", url.Values{"login": {"aizada@demo.agora.example"}, "password": {demo.Password}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	shop, err := n.Catalog.Shop(t.Context(), "felt")
	if err != nil {
		t.Fatal(err)
	}
	stream, err := client.Get(n.Addr() + "/desk/" + strconv.FormatInt(int64(shop.ID), 10) + "/bell")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if stream.StatusCode != 200 || stream.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("the bell answers %d %s", stream.StatusCode, stream.Header.Get("Content-Type"))
	}
	lines := bufio.NewReader(stream.Body)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	stop(t, n)
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("stopped after %s", took)
	}
}
