package course

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// media are the files that a lesson may show: by folder and ending, what they are.
var media = map[string]map[string]string{
	"pictures": {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif"},
	"sound":    {".ogg": "audio/ogg", ".opus": "audio/ogg", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".txt": plain, ".vtt": captions},
	"film":     {".mp4": "video/mp4", ".webm": "video/webm", ".txt": plain, ".vtt": captions},
}

const (
	plain    = "text/plain; charset=utf-8"
	captions = "text/vtt; charset=utf-8"
)

// notices are the texts that may lie beside course.yaml: what a licence wants to be given along.
var notices = map[string]bool{"LICENSE": true, "NOTICE": true, "README.md": true}

// MediaType says as what a file of a course is served; "" is for a name that is no file of one.
func MediaType(name string) string {
	if notices[name] {
		return plain
	}
	folder, _, ok := strings.Cut(name, "/")
	if !ok {
		return ""
	}
	return media[folder][strings.ToLower(path.Ext(name))]
}

// checkMedium says what is wrong with a file that a lesson shows: it is recognized by
// its bytes, and they must be what its name says.
func checkMedium(name string, body []byte) (Reason, string) {
	kind := MediaType(name)
	switch {
	case kind == "":
		return UnknownFile, ""
	case len(body) > MaxMedium:
		return TooLarge, bytesOf(MaxMedium)
	case kind == plain || kind == captions:
		body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")) // a mark of order, which editors set
		if !utf8.Valid(body) || hasControls(string(body)) {
			return NotText, ""
		}
		if kind == captions && !bytes.HasPrefix(body, []byte("WEBVTT")) {
			return BadMedia, "no WEBVTT"
		}
		return "", ""
	case kind == "image/svg+xml":
		if err := checkSVG(body); err != nil {
			return BadMedia, err.Error()
		}
		return "", ""
	}
	if is := sniff(body); is != kind {
		if is == "" {
			is = "of no kind that is taken"
		}
		return BadMedia, "it is " + is
	}
	return "", ""
}

// sniff recognizes what is no text by its first bytes.
func sniff(b []byte) string {
	at := func(i int, s string) bool { return len(b) >= i+len(s) && string(b[i:i+len(s)]) == s }
	switch {
	case at(0, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case at(0, "\xff\xd8\xff"):
		return "image/jpeg"
	case at(0, "GIF87a"), at(0, "GIF89a"):
		return "image/gif"
	case at(0, "RIFF") && at(8, "WEBP"):
		return "image/webp"
	case at(0, "OggS"):
		return "audio/ogg"
	case at(0, "ID3"), len(b) > 1 && b[0] == 0xff && b[1]&0xe6 == 0xe2: // MPEG layer III
		return "audio/mpeg"
	case at(4, "ftypM4A"):
		return "audio/mp4"
	case at(4, "ftyp"):
		return "video/mp4"
	case at(0, "\x1a\x45\xdf\xa3"):
		return "video/webm"
	}
	return ""
}
