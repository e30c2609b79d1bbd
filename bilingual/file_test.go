package bilingual

import (
	"bytes"
	"encoding/csv"
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
