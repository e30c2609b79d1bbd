package paper

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// use notes that a letter is used, and for which text it stands.
func (p *Paper) use(font int, id uint32, said string) {
	used := p.used[font]
	if used == nil {
		used = map[uint32]string{}
		p.used[font] = used
	}
	if old, ok := used[id]; !ok || old == "" {
		used[id] = said
	}
}

// embed writes the objects of a face and gives the number of the font.
func (p *Paper) embed(w *file, n int) int {
	face, used := p.letters.Faces[n], p.used[n]
	ids := slices.Sorted(maps.Keys(used))
	program := w.stream("", subset(p.letters.Raw[n], ids), true)
	name := fmt.Sprintf("AGORA%c+Letters%d", 'A'+n, n)
	up, _ := face.FontHExtents()
	scale := float32(em) / float32(face.Upem())
	about := w.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-1000 -500 2000 1200]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight 700/StemV 80/FontFile2 %d 0 R>>",
		name, int(up.Ascender*scale), int(up.Descender*scale), program))
	var widths strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&widths, "%d[%d]", id, p.advance(n, id))
	}
	child := w.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 0/W[%s]>>",
		name, about, widths.String()))
	text := w.stream("", []byte(toUnicode(ids, used)), false)
	return w.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, child, text))
}

// embedHan names the letters of Han, which every reader brings.
func embedHan(w *file) int {
	about := w.add("<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>")
	child := w.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor %d 0 R/DW 1000>>", about))
	return w.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UTF16-H/Encoding/UniGB-UTF16-H/DescendantFonts[%d 0 R]>>", child))
}

// toUnicode says which text each letter stands for, so that it can be searched
// and copied.
func toUnicode(ids []uint32, used map[uint32]string) string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Agora def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for part := range slices.Chunk(ids, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, id := range part {
			fmt.Fprintf(&b, "<%04X> <", id)
			for _, u := range utf16.Encode([]rune(used[id])) {
				fmt.Fprintf(&b, "%04X", u)
			}
			if used[id] == "" { // part of a letter that another one stands for
				b.WriteString("200B")
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end")
	return b.String()
}

// subset gives a TrueType font with the outlines of some letters only; their
// numbers stay.
func subset(raw []byte, ids []uint32) []byte {
	tables := map[string][]byte{}
	u16, u32 := binary.BigEndian.Uint16, binary.BigEndian.Uint32
	for i := range int(u16(raw[4:])) {
		at := raw[12+16*i:]
		tables[string(at[:4])] = raw[u32(at[8:]) : u32(at[8:])+u32(at[12:])]
	}
	head := slices.Clone(tables["head"])
	long := u16(head[50:]) == 1
	loca, glyf := tables["loca"], tables["glyf"]
	outline := func(id uint32) []byte {
		var a, b uint32
		if long {
			a, b = u32(loca[4*id:]), u32(loca[4*id+4:])
		} else {
			a, b = 2*uint32(u16(loca[2*id:])), 2*uint32(u16(loca[2*id+2:]))
		}
		return glyf[a:b]
	}
	wanted := map[uint32]bool{0: true}
	for todo := slices.Clone(ids); len(todo) > 0; {
		id := todo[0]
		todo = todo[1:]
		if !wanted[id] {
			wanted[id] = true
			todo = append(todo, components(outline(id))...)
		}
	}
	count := uint32(u16(tables["maxp"][4:]))
	var newGlyf bytes.Buffer
	newLoca := make([]byte, 0, 4*count+4)
	for id := range count {
		newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(newGlyf.Len()))
		if wanted[id] {
			newGlyf.Write(outline(id))
			for newGlyf.Len()%4 > 0 {
				newGlyf.WriteByte(0)
			}
		}
	}
	newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(newGlyf.Len()))
	binary.BigEndian.PutUint16(head[50:], 1)
	out := map[string][]byte{"head": head, "loca": newLoca, "glyf": newGlyf.Bytes()}
	for _, name := range []string{"hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"} {
		if t, ok := tables[name]; ok {
			out[name] = t
		}
	}
	return join(out)
}

// components gives the letters of which a letter is made.
func components(outline []byte) (list []uint32) {
	if len(outline) < 12 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	for at := 10; at+4 <= len(outline); {
		flags, id := binary.BigEndian.Uint16(outline[at:]), binary.BigEndian.Uint16(outline[at+2:])
		list = append(list, uint32(id))
		at += 6
		if flags&1 != 0 {
			at += 2
		}
		switch {
		case flags&8 != 0:
			at += 2
		case flags&0x40 != 0:
			at += 4
		case flags&0x80 != 0:
			at += 8
		}
		if flags&0x20 == 0 {
			break
		}
	}
	return list
}

// join writes the tables of a font file.
func join(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	n := uint16(len(names))
	power := uint16(1)
	entry := uint16(0)
	for power*2 <= n {
		power *= 2
		entry++
	}
	b := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []uint16{n, power * 16, entry, (n - power) * 16} {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	at := 12 + 16*len(names)
	for _, name := range names {
		t := tables[name]
		b = append(b, name...)
		for _, v := range []uint32{checksum(t), uint32(at), uint32(len(t))} {
			b = binary.BigEndian.AppendUint32(b, v)
		}
		at += (len(t) + 3) &^ 3
	}
	for _, name := range names {
		b = append(b, tables[name]...)
		for len(b)%4 > 0 {
			b = append(b, 0)
		}
	}
	return b
}

func checksum(t []byte) (sum uint32) {
	for part := range slices.Chunk(t, 4) {
		var word [4]byte
		copy(word[:], part)
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}
