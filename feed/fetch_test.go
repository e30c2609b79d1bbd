package feed

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"agora/catalog"
	"agora/egress"
	"agora/fault"
	"agora/identity"
)

// dot is a small picture; each number gives another.
func dot(t *testing.T, n int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	img.Pix[0] = byte(40 * n)
	for i := range 32 {
		img.Pix[i] = byte(40 * n)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// gigapixel is a PNG of a few bytes that means 4 gigabytes.
func gigapixel() []byte {
	head := make([]byte, 13)
	binary.BigEndian.PutUint32(head, 32_768)
	binary.BigEndian.PutUint32(head[4:], 32_768)
	copy(head[8:], []byte{8, 6, 0, 0, 0})
	chunk := append([]byte("IHDR"), head...)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

func TestPicturesAreFetchedByAddress(t *testing.T) {
	late := 0
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/1.png", "/2.png":
			_, _ = w.Write(dot(t, int(r.URL.Path[1]-'0')))
		case "/late.png":
			if late++; late < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			_, _ = w.Write(dot(t, 5))
		case "/never.png":
			w.WriteHeader(http.StatusBadGateway)
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<p>no picture")
		case "/huge.png":
			_, _ = w.Write(gigapixel())
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	onBoth(t, func(t *testing.T, s *stall) {
		late = 0
		s.client = fetcher((&net.Dialer{}).DialContext)
		s.judge = func(*url.URL) error { return nil }
		at := func(path string) string { return server.URL + path }
		file := "Handle,Title,Variant Price,Image Src\ncap,Cap,5," + at("/1.png") + "\n"
		for _, p := range []string{"/2.png", "/late.png", "/never.png", "/page", "/huge.png", "/round", "/file", "/none.png"} {
			file += "cap,,," + at(p) + "\n"
		}
		s.load(t, strings.NewReader(file), false)
		have := func() catalog.Product {
			list, err := s.catalog.ByHandles(t.Context(), s.owner, s.shop.ID, []string{"cap"})
			if err != nil {
				t.Fatal(err)
			}
			return list["cap"]
		}
		for n := range fetchTries {
			if err := s.FetchPictures(t.Context(), s.shop.ID, have().ID); (err == nil) != (n == fetchTries-1) {
				t.Errorf("time %d: %v", n, err)
			}
		}
		p := have()
		if len(p.Media) != 3 || p.Media[0].From[0] != at("/1.png") || p.Media[2].From[0] != at("/late.png") || len(p.Pictures) != 6 {
			t.Fatalf("%d pictures, %v wait", len(p.Media), p.Pictures)
		}
		list, all, err := s.MissingPictures(t.Context(), s.owner, s.shop.ID, 10)
		var got []string
		for _, m := range list {
			got = append(got, strings.TrimPrefix(m.Address, server.URL)+" "+m.Reason.Key)
		}
		slices.Sort(got)
		const want = "/file fault.picture_address, /huge.png fault.picture_pixels, /never.png fault.picture_gone, /none.png fault.picture_gone, /page fault.picture_format, /round fault.picture_address" // a redirect must not lead to a port that the address itself may not have
		if strings.Join(got, ", ") != want || all != 6 || err != nil {
			t.Errorf("%s %d %v", strings.Join(got, ", "), all, err)
		}
		again := func(by identity.Actor, product catalog.ProductID, address string, products int, waiting string) {
			t.Helper()
			if n, err := s.TryPictures(t.Context(), by, s.shop.ID, product, address); n != products || err != nil {
				t.Errorf("again: %d %v", n, err)
			}
			list, _, err := s.MissingPictures(t.Context(), s.owner, s.shop.ID, 10)
			var now []string
			for _, m := range list {
				if m.Reason == nil {
					now = append(now, strings.TrimPrefix(m.Address, server.URL))
				}
			}
			if slices.Sort(now); strings.Join(now, " ") != waiting || err != nil {
				t.Errorf("tried again are %v, %v, not %s", now, err, waiting)
			}
		}
		if _, err := s.TryPictures(t.Context(), identity.Guest(), s.shop.ID, 0, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger tries again: %v", err)
		}
		again(s.owner, p.ID, at("/strange"), 0, "")
		again(s.owner, p.ID, at("/never.png"), 1, "/never.png")
		if err := s.FetchPictures(t.Context(), s.shop.ID, p.ID); err == nil {
			t.Error("it was not tried")
		}
		again(s.owner, 0, "", 1, "/file /huge.png /never.png /none.png /page /round")
		if r := s.load(t, strings.NewReader(file), false); r.Same != 1 {
			t.Error("what was fetched is taken for another picture")
		}
	})
}

func TestNoPictureIsFetchedFromWithin(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	s := &Service{client: fetcher(egress.Dial), judge: func(*url.URL) error { return nil }}
	for _, address := range []string{server.URL, "http://localhost/x.png", "http://169.254.169.254/latest", "http://[::1]/x.png", "http://10.0.0.1/x.png"} {
		if err := s.fetch(t.Context(), address, nil); !fault.HasKey(err, "fault.picture_closed") {
			t.Errorf("%s: %v", address, err)
		}
	}
	// What an open address leads to is judged again.
	away := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.URL.Query().Get("to")+"/x.png", http.StatusFound)
	}))
	t.Cleanup(away.Close)
	s.client = fetcher(func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == away.Listener.Addr().String() {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return egress.Dial(ctx, network, address)
	})
	for _, to := range []string{"localhost", "127.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "0.0.0.0", "[fd00::1]", "100.64.0.1", "192.168.1.1"} {
		if err := s.fetch(t.Context(), away.URL+"/?to="+to, nil); !fault.HasKey(err, "fault.picture_closed") {
			t.Errorf("by way of an open address to %s: %v", to, err)
		}
	}
	s.judge = webAddress
	for _, address := range []string{"ftp://a.test/x", "https://a.test:22/x", "https://me:secret@a.test/x", "//a.test/x", "https:///x", "%"} {
		if err := s.fetch(t.Context(), address, nil); !fault.HasKey(err, "fault.picture_address") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
