package bilingual

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"agora/catalog"
	"agora/fault"
)

// phrase draws a text as people write it, with what formats stumble over.
func phrase(least int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		letters := rapid.SliceOfN(rapid.SampledFrom([]rune("aZ9я漢اُ́ \n\t\"',;=+-@<>&]\u200f\ufeff🙂")), least, 20).Draw(t, "letters")
		return strings.TrimSpace("x" + string(letters))
	})
}

func units(t *rapid.T) (list []Unit) {
	for i := range rapid.IntRange(1, 6).Draw(t, "units") {
		u := Unit{Product: catalog.ProductID(i), Field: rapid.SampledFrom([]string{"title", "option.0.value.a/b <c>", "picture.k"}).Draw(t, "field"),
			From: rapid.SampledFrom([]string{"ru", "en"}).Draw(t, "from"), Source: phrase(0).Draw(t, "source"), Lang: "ur"}
		if rapid.Bool().Draw(t, "said") {
			u.Text, u.Machine = phrase(0).Draw(t, "text"), rapid.Bool().Draw(t, "machine")
			if rapid.Bool().Draw(t, "formula") {
				u.Text = rapid.SampledFrom([]string{"=", "'", "@", "'="}).Draw(t, "begins") + u.Text
			}
		}
		list = append(list, u)
	}
	return list
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := units(t)
		for f, write := range map[Format]func(*bytes.Buffer) error{
			XLIFF: func(b *bytes.Buffer) error { return writeXLIFF(b, `felt"&`, "ur", want) },
			CSV:   func(b *bytes.Buffer) error { return writeCSV(b, want) },
		} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			if rows, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll(); f == CSV {
				if err != nil || strings.ContainsRune("=+-@", rune((rows[1][4] + " ")[0])) {
					t.Fatalf("a cell would run as a formula: %q %v", rows[1], err)
				}
			}
			got, err := Read(&b)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%s: %s", f, d)
			}
		}
	})
}

// TestAToolsOwnMarksArePassedOver reads a file as tools of translators write it
// back.
func TestAToolsOwnMarksArePassedOver(t *testing.T) {
	const file = "\ufeff" + `<?xml version="1.0" encoding="utf-8"?>
<x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><x:file source-language="en" target-language="ur" original="felt" datatype="plaintext">
<x:header><x:tool tool-id="t" tool-name="T"/></x:header><x:body><x:group>
<x:trans-unit id="7/title" approved="yes"><x:source>Wool <x:g id="1">rug</x:g></x:source><x:seg-source><x:mrk mid="0" mtype="seg">no</x:mrk></x:seg-source>
<x:target state="translated"><x:mrk mid="0" mtype="seg">اون</x:mrk></x:target><x:note>a note</x:note>
<x:alt-trans><x:source>Wool</x:source><x:target>other</x:target></x:alt-trans></x:trans-unit>
<x:trans-unit id="somebody's"><x:source>x</x:source></x:trans-unit></x:group></x:body></x:file></x:xliff>`
	got, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]Unit{{Product: 7, Field: "title", From: "en", Source: "Wool rug", Lang: "ur", Text: "اون"}}, got); d != "" {
		t.Error(d)
	}
	got, err = Read(strings.NewReader("ID;Source;From;Language;Text;note\r\n7/title;Wool;en;ur;اون;ok\r\n;;;;;\r\n"))
	if err != nil || len(got) != 1 || got[0].Text != "اون" {
		t.Errorf("%v %v", got, err)
	}
}

// asVersion2 writes units as a converter would.
func asVersion2(t *rapid.T, units []Unit) string {
	var b strings.Builder
	text := func(s string) string {
		var e bytes.Buffer
		_ = xml.EscapeText(&e, []byte(s))
		return e.String()
	}
	b.WriteString(`<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ru" trgLang="ur"><file id="f1">`)
	for i, u := range units {
		state := ""
		if u.Machine {
			state = ` state="translated" subState="agora:machine"`
		}
		fmt.Fprintf(&b, `<unit id="u%d" name="%s">`, i, text(u.id()))
		cut := []rune(u.Source)
		at := rapid.IntRange(0, len(cut)).Draw(t, "cut")
		fmt.Fprintf(&b, `<segment%s><source>%s</source>`, state, text(string(cut[:at])))
		if u.Text != "" {
			fmt.Fprintf(&b, `<target><pc id="1">%s</pc></target>`, text(u.Text))
		}
		fmt.Fprintf(&b, `</segment><ignorable><source>%s</source><target/></ignorable></unit>`, text(string(cut[at:])))
	}
	return b.String() + "</file></xliff>"
}

// TestVersion2IsReadToo: the same units come out of a file of XLIFF 2.
func TestVersion2IsReadToo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := units(t)
		for i := range want {
			want[i].From = "ru"
		}
		got, err := Read(strings.NewReader(asVersion2(t, want)))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	})
}

// TestSegmentsCountTogether reads a file with modules, segments in another order
// than their source's, one that is not translated, and states.
func TestSegmentsCountTogether(t *testing.T) {
	const file = `<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" version="2.1" srcLang="en" trgLang="ur">
<file id="f1"><skeleton href="x"/><group id="g"><unit id="7/title"><mtc:matches><mtc:match ref="#s1"><source>One.</source><target>other</target></mtc:match></mtc:matches>
<notes><note>a note</note></notes><originalData><data id="d1">&lt;br/&gt;</data></originalData>
<segment id="s1" state="final" subState="agora:machine"><source>One.</source><target order="3">ایک۔</target></segment>
<ignorable><source> </source></ignorable>
<segment id="s2" state="translated"><source>Two<ph id="1" dataRef="d1"/>.</source><target order="1">دو۔</target></segment></unit>
<unit id="7/description"><segment state="initial"><source>Wool.</source></segment><segment><source>Warm.</source><target>گرم۔</target></segment></unit>
<unit id="8/title"><segment subState="agora:machine" state="translated"><source>Rug</source><target>قالین</target></segment></unit>
<unit id="strange"><segment><source>x</source></segment></unit></group></file></xliff>`
	got, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]Unit{
		{Product: 7, Field: "title", From: "en", Source: "One. Two.", Lang: "ur", Text: "دو۔ ایک۔"},
		{Product: 7, Field: "description", From: "en", Source: "Wool.Warm.", Lang: "ur"},
		{Product: 8, Field: "title", From: "en", Source: "Rug", Lang: "ur", Text: "قالین", Machine: true},
	}, got); d != "" {
		t.Error(d)
	}
}

func TestAStrangeFileIsRefused(t *testing.T) {
	deep := strings.Repeat("<a>", 40)
	for name, c := range map[string]struct{ file, fault string }{
		"entities": {`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><xliff>&a;</xliff>`, "fault.words_file"},
		"doctype":  {`<!DOCTYPE xliff><xliff><file source-language="en" target-language="ur"><trans-unit id="7/t"><source>a</source></trans-unit></file></xliff>`, "fault.words_file"},
		"deep":     {deep, "fault.words_file"},
		"cut":      {`<xliff><file><body><trans-unit id="1/title"><source>`, "fault.words_file"},
		"other":    {"a,b,c\n1,2,3\n", "fault.words_file"},
		"nothing":  {"", "fault.words_file"},
		"UTF-16":   {"\xff\xfea\x00", "fault.feed_utf16"},
		"letters":  {"id,from,source,language,text\n1/title,en,\xff,ur,x\n", "fault.feed_encoding"},
		"quote":    {"id,from,source,language,text\n1/title,en,\"x,ur,x\n", "fault.words_file"},
		"large":    {strings.Repeat("x", MaxBytes+1), "fault.feed_large"},
	} {
		if got, err := Read(strings.NewReader(c.file)); !fault.HasKey(err, c.fault) || got != nil && len(got) > 0 {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

// FuzzRead reads anything: what is read can be written and read again.
func FuzzRead(f *testing.F) {
	f.Add([]byte("id,from,source,language,text,machine\n7/title,en,Wool,ur,'=x,yes\n"))
	f.Add([]byte(`<xliff><file source-language="en" target-language="ur"><trans-unit id="7/t"><source>a</source><target state-qualifier="mt-suggestion">b</target></trans-unit></file></xliff>`))
	f.Add([]byte(`<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="ur"><file><unit id="7/t"><segment subState="agora:machine"><source>a</source><target order="2">b</target></segment><ignorable><source> </source></ignorable></unit></file></xliff>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		list, err := Read(bytes.NewReader(file))
		if err != nil {
			if fault.List(err) == nil {
				t.Fatalf("no words for a person: %v", err)
			}
			return
		}
		var b bytes.Buffer
		if err := writeCSV(&b, list); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&b)
		if err != nil || len(again) != len(list) {
			t.Fatalf("%d units became %d: %v", len(list), len(again), err)
		}
	})
}
