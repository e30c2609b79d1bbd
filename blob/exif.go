package blob

import (
	"bytes"
	"encoding/binary"
)

// orientation reads from a picture's file how the camera was held: 1 to 8 as
// EXIF numbers them (CIPA DC-008, tag 0x0112), 1 when it does not say.
func orientation(format string, file []byte) int {
	switch format {
	case "jpeg":
		for kind, body := range jpegSegments(file) {
			if exif, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && kind == 0xe1 {
				return tiffOrientation(exif)
			}
		}
	case "png":
		for kind, body := range pngChunks(file) {
			if kind == "eXIf" {
				return tiffOrientation(body)
			}
		}
	case "webp":
		for kind, body := range webpChunks(file) {
			if kind == "EXIF" {
				return tiffOrientation(bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
			}
		}
	}
	return 1
}

// tiffOrientation looks the tag up in the first directory.
func tiffOrientation(tiff []byte) int {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(tiff, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return 1
	}
	if len(tiff) < 8 {
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		tag, kind, value := order.Uint16(entries), order.Uint16(entries[2:]), order.Uint16(entries[8:])
		if tag == 0x0112 && kind == 3 && value >= 1 && value <= 8 {
			return int(value)
		}
		entries = entries[12:]
	}
	return 1
}

// jpegSegments walks the marked segments before the first scan.
func jpegSegments(file []byte) func(func(byte, []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		file = file[min(2, len(file)):] // start of image
		for len(file) >= 4 && file[0] == 0xff {
			kind := file[1]
			if kind == 0xff { // padding
				file = file[1:]
				continue
			}
			size := int(binary.BigEndian.Uint16(file[2:]))
			if kind == 0xda || size < 2 || 2+size > len(file) || !yield(kind, file[4:2+size]) {
				return
			}
			file = file[2+size:]
		}
	}
}

func pngChunks(file []byte) func(func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		file = file[min(8, len(file)):]
		for len(file) >= 12 {
			size := uint64(binary.BigEndian.Uint32(file))
			if size+12 > uint64(len(file)) || !yield(string(file[4:8]), file[8:8+size]) {
				return
			}
			file = file[size+12:]
		}
	}
}

func webpChunks(file []byte) func(func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		file = file[min(12, len(file)):]
		for len(file) >= 8 {
			size := uint64(binary.LittleEndian.Uint32(file[4:]))
			if size+8 > uint64(len(file)) || !yield(string(file[:4]), file[8:8+size]) {
				return
			}
			file = file[min(size+8+size%2, uint64(len(file))):]
		}
	}
}
