package ui

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"io"
	"path"
	"strings"
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

// StreamScript names the asset with which a browser plays a stream (hls.js) that
// can't by itself. Load it when somebody wants that; it defines Hls.
const StreamScript = "hls.js"

// streamScript is kept like liveScript; stream/NOTICE says whose it is.
//
//go:embed stream/hls.light.min.js.br
var streamScript []byte

// StreamBytes is how much it is over the wire.
func StreamBytes() int64 { return int64(len(streamScript)) }

// addPacked adds a file that is kept compressed. Nothing is unpacked before somebody
// asks whose browser doesn't take it packed.
func (l library) addPacked(name string, packedBody []byte) {
	sum := sha256.Sum256(packedBody)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(name)
	a := &asset{
		url:  AssetRoot + strings.TrimSuffix(name, ext) + "." + hash + ext,
		kind: "text/javascript; charset=utf-8",
		etag: `"` + hash + `"`,
		plain: sync.OnceValue(func() []byte {
			body, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packedBody)))
			if err != nil {
				panic("ui: " + err.Error()) // a mistake of the program
			}
			return body
		}),
		small: func() []packed { return []packed{{"br", packedBody}} },
	}
	l.byName[name], l.byPath[a.url] = a, a
}
