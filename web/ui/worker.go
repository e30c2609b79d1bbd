package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"sync"
)

// shell are the assets that every page needs.
var shell = []string{"agora.css", "agora.js", "offline.js", "mark.svg"}

// Worker gives the service worker, and its tag: the script of assets/worker.js
// behind a line that names its version and the assets it keeps.
func Worker() (body []byte, etag string) {
	w := worker()
	return w.body, w.etag
}

type script struct {
	body []byte
	etag string
}

var worker = sync.OnceValue(func() script {
	var urls []string
	for _, name := range shell {
		urls = append(urls, Asset(name))
	}
	list, _ := json.Marshal(urls) // strings always have a form
	text := terse(string(read("worker.js")))
	sum := sha256.Sum256([]byte(string(list) + text))
	version := hex.EncodeToString(sum[:6])
	icon, _ := json.Marshal(Asset("icon-192.png"))
	return script{[]byte(`const V="` + version + `",S=` + string(list) + `,ICON=` + string(icon) + ";\n" + text), `"` + version + `"`}
})

// terse drops what only people read of a script: lines of comment, empty lines
// and the space before a line. Scripts keep no texts over several lines.
func terse(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// linked gives a script with the modules it loads under their hashed names.
func (l library) linked(text []byte) []byte {
	s := string(text)
	for name, a := range l.byName {
		s = strings.ReplaceAll(s, `"./`+name+`"`, `"`+a.url+`"`)
	}
	return []byte(s)
}
