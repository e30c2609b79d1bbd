package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed assets
var embedded embed.FS

// AssetRoot is the path under which Assets serves.
const AssetRoot = "/assets/"

// sheets are joined, in this order, into the one style sheet "agora.css".
var sheets = []string{"tokens.css", "agora.css", "light.css"}

// asset is one file as it goes over the wire.
type asset struct {
	url   string // content-hashed, so it may be kept for ever
	kind  string // media type
	etag  string
	plain func() []byte
	small func() []packed // the same compressed, the smallest first; made once
}

// packed is a compressed file.
type packed struct {
	encoding string
	body     []byte
}

// library is the table of assets by plain name and by hashed path.
type library struct{ byName, byPath map[string]*asset }

var assets = sync.OnceValue(func() library {
	lib := library{map[string]*asset{}, map[string]*asset{}}
	var css []byte
	for _, name := range sheets {
		css = append(css, squeeze(read(name))...)
	}
	lib.add("agora.css", css)
	_ = fs.WalkDir(embedded, "assets", func(p string, d fs.DirEntry, err error) error {
		name := strings.TrimPrefix(p, "assets/")
		if err != nil || d.IsDir() || path.Ext(name) == ".css" || name == "icons.svg" || name == "agora.js" || name == "worker.js" {
			return err
		}
		body := read(name)
		if path.Ext(name) == ".js" {
			body = []byte(terse(string(body)))
		}
		lib.add(name, body)
		return nil
	})
	lib.add("agora.js", lib.linked([]byte(terse(string(read("agora.js"))))))
	lib.addPacked(LiveScript, liveScript)
	lib.addPacked(StreamScript, streamScript)
	return lib
})

// read gives an embedded file; a name that is not there is a mistake of the
// program, found by the first test.
func read(name string) []byte {
	b, err := embedded.ReadFile("assets/" + name)
	if err != nil {
		panic("ui: " + err.Error())
	}
	return b
}

func (l library) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(name)
	a := &asset{
		url:   AssetRoot + strings.TrimSuffix(name, ext) + "." + hash + ext,
		kind:  mime.TypeByExtension(ext),
		etag:  `"` + hash + `"`,
		plain: func() []byte { return body },
	}
	a.small = sync.OnceValue(func() []packed { return pack(body) })
	l.byName[name], l.byPath[a.url] = a, a
}

// pack compresses a file in every way that makes it smaller, as well as can be.
func pack(body []byte) (list []packed) {
	var brotled, zipped bytes.Buffer
	// The usual window of four megabytes takes a hundred of memory; no file is
	// larger than this one.
	b := brotli.NewWriterOptions(&brotled, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 16})
	_, _ = b.Write(body)
	_ = b.Close()
	z, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	_, _ = z.Write(body)
	_ = z.Close()
	for _, p := range []packed{{"br", brotled.Bytes()}, {"gzip", zipped.Bytes()}} {
		if len(p.body) < len(body) {
			list = append(list, p)
		}
	}
	return list
}

// Prepare compresses all files. It takes a second or less; a file that is asked
// for before is compressed then.
func Prepare() {
	for _, a := range assets().byPath {
		a.small()
	}
}

// Asset gives the content-hashed URL of an embedded file by its name below
// assets ("agora.css", "pictures/tea.svg"); "" when there is none.
func Asset(name string) string {
	if a := assets().byName[name]; a != nil {
		return a.url
	}
	return ""
}

// Assets serves the embedded files under AssetRoot: for ever cacheable, and
// compressed beforehand.
func Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := assets().byPath[r.URL.Path]
		if a == nil {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Content-Type", a.kind)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		h.Set("ETag", a.etag)
		if r.Header.Get("If-None-Match") == a.etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		var body []byte
		for _, p := range a.small() {
			if Takes(r.Header.Get("Accept-Encoding"), p.encoding) {
				h.Set("Content-Encoding", p.encoding)
				body = p.body
				break
			}
		}
		if body == nil {
			body = a.plain()
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body)
		}
	})
}

// Takes reports whether an Accept-Encoding names an encoding and does not
// refuse it.
func Takes(accept, encoding string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			q := strings.TrimSpace(weight)
			return q != "q=0" && !(strings.HasPrefix(q, "q=0.") && strings.Trim(q[4:], "0") == "")
		}
	}
	return false
}

// squeeze drops comments and line ends of a style sheet. The sheets are kept
// one rule a line, so nothing more is gained by a real minifier.
func squeeze(css []byte) []byte {
	for {
		from := bytes.Index(css, []byte("/*"))
		if from < 0 {
			break
		}
		to := bytes.Index(css[from:], []byte("*/"))
		if to < 0 {
			break
		}
		css = append(css[:from:from], css[from+to+2:]...)
	}
	return bytes.ReplaceAll(css, []byte("\n"), nil)
}
