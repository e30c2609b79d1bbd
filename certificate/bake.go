package certificate

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// keyword is under what a picture holds a certificate (Open Badges 3.0, section 5.3).
const keyword = "openbadgecredential"

// MaxFile bounds a picture with a certificate in it.
const MaxFile = 4 << 20

// errNothing is a file without a certificate.
var errNothing = errors.New("certificate: there is none in the file")

const (
	pngStart = "\x89PNG\r\n\x1a\n"
	pngHead  = len(pngStart) + 4 + 4 + 13 + 4 // the first part, IHDR
)

// Bake puts a certificate into a PNG, as a part of text that viewers pass over. Who has
// the picture has the certificate.
func Bake(png, credential []byte) ([]byte, error) {
	if len(png) < pngHead || !bytes.HasPrefix(png, []byte(pngStart+"\x00\x00\x00\x0dIHDR")) {
		return nil, fmt.Errorf("certificate: %d bytes are no PNG", len(png))
	}
	var body bytes.Buffer
	body.WriteString("iTXt" + keyword + "\x00\x00\x00\x00\x00") // not compressed, in no language, with no other name
	body.Write(credential)
	out := bytes.Clone(png[:pngHead])
	out = binary.BigEndian.AppendUint32(out, uint32(body.Len()-4))
	out = append(out, body.Bytes()...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body.Bytes()))
	return append(out, png[pngHead:]...), nil
}

// Unbake gives what stands in a file in the place of a certificate: in a PNG or an SVG
// what was baked into it, in a PDF what is attached, else the file itself.
func Unbake(raw []byte) ([]byte, error) {
	if len(raw) > MaxFile {
		return nil, errTooMuch
	}
	if bytes.HasPrefix(raw, []byte(pngStart)) {
		return fromPNG(raw[len(pngStart):])
	}
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")))
	if len(raw) == 0 {
		return nil, errNothing
	}
	if bytes.HasPrefix(raw, []byte("%PDF-")) {
		return fromPDF(raw)
	}
	if raw[0] == '<' {
		return fromSVG(raw)
	}
	return raw, nil
}

// fromPNG looks through the parts of a picture.
func fromPNG(rest []byte) ([]byte, error) {
	for len(rest) >= 12 {
		size := binary.BigEndian.Uint32(rest)
		if uint64(size)+12 > uint64(len(rest)) {
			return nil, errNothing
		}
		body := rest[8 : 8+size]
		if string(rest[4:8]) == "iTXt" && bytes.HasPrefix(body, []byte(keyword+"\x00")) {
			return itxt(body[len(keyword)+1:])
		}
		rest = rest[12+size:]
	}
	return nil, errNothing
}

// itxt reads a text part after its keyword.
func itxt(body []byte) ([]byte, error) {
	if len(body) < 4 {
		return nil, errNothing
	}
	packed := body[0] == 1
	parts := bytes.SplitN(body[2:], []byte{0}, 3) // language, keyword in it, text
	if len(parts) != 3 {
		return nil, errNothing
	}
	if !packed {
		return parts[2], nil
	}
	z, err := zlib.NewReader(bytes.NewReader(parts[2]))
	if err != nil {
		return nil, errNothing
	}
	out, err := io.ReadAll(io.LimitReader(z, maxDocument+1))
	if err != nil {
		return nil, errNothing
	}
	return out, nil
}

// fromSVG looks for the element of a certificate.
func fromSVG(raw []byte) ([]byte, error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		t, err := d.Token()
		if err != nil {
			return nil, errNothing
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "credential" || !strings.Contains(e.Name.Space, "ob/v3p0") && e.Name.Space != "openbadges" {
			continue
		}
		for _, a := range e.Attr {
			if a.Name.Local == "verify" && a.Value != "" {
				return []byte(a.Value), nil
			}
		}
		var text struct {
			Text string `xml:",chardata"`
		}
		if err := d.DecodeElement(&text, &e); err != nil {
			return nil, errNothing
		}
		return bytes.TrimSpace([]byte(text.Text)), nil
	}
}

// isJWT reports whether a text is a compact JWT: three parts of base64url.
func isJWT(text []byte) bool {
	return bytes.HasPrefix(text, []byte("eyJ")) && bytes.Count(text, []byte(".")) >= 2 && len(text) < maxDocument
}
