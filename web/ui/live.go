package ui

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
)

// LiveScript names the asset with which a browser comes into a live room: the
// library livekit-client, a hundred times the script of other pages. Load it
// when somebody wants to come in, never before; it defines LivekitClient.
const LiveScript = "livekit-client.js"

// liveScript is the library as it goes over the wire. Compressing it takes more
// than a second and plain it is five times as large, so that it is kept in this
// form only; live/NOTICE says whose it is.
//
//go:embed live/livekit-client.umd.js.br
var liveScript []byte

// LiveBytes is how much the library is over the wire.
func LiveBytes() int64 { return int64(len(liveScript)) }

// addLive adds the library. Nothing is unpacked before somebody asks whose
// browser doesn't take it packed.
func (l library) addLive() {
	sum := sha256.Sum256(liveScript)
	hash := hex.EncodeToString(sum[:6])
	a := &asset{
		url:  AssetRoot + "livekit-client." + hash + ".js",
		kind: "text/javascript; charset=utf-8",
		etag: `"` + hash + `"`,
		plain: sync.OnceValue(func() []byte {
			body, err := io.ReadAll(brotli.NewReader(bytes.NewReader(liveScript)))
			if err != nil {
				panic("ui: " + err.Error()) // a mistake of the program
			}
			return body
		}),
		small: func() []packed { return []packed{{"br", liveScript}} },
	}
	l.byName[LiveScript], l.byPath[a.url] = a, a
}
