package cnxml

import (
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

var keep = flag.Bool("keep", false, "write testdata/little.md anew")

// TestLittleBook reads a book that has each kind of thing once, and shows what becomes of it.
func TestLittleBook(t *testing.T) {
	c, report, err := Read(os.DirFS("testdata/little"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range c.Modules {
		for _, l := range m.Lessons {
			b.WriteString("# " + m.ID + " / " + l.ID + ": " + l.Title["en"] + "\n\n" + l.Body["en"] + "\n")
		}
	}
	b.WriteString("```\n" + report.String() + "```\n")
	if *keep {
		if err := os.WriteFile("testdata/little.md", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/little.md")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Error(d)
	}
	quiz := c.Modules[1].Lessons[0].Quiz
	if len(quiz.Questions) != 1 || quiz.Pass != 1 || !quiz.Questions[0].Choices[0].Right || quiz.Questions[0].Choices[1].Right {
		t.Errorf("the quiz is %+v", quiz)
	}
	same(t, c)
	if c.ID != "openstax-little-book-of-felt" || c.Licence != "CC-BY-4.0" || !strings.Contains(c.Source, "OpenStax, Rice University, A Little Book of Felt, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)") {
		t.Errorf("%s, %s, %s", c.ID, c.Licence, c.Source)
	}
}

// little is the little book, with one of its files changed.
func little(t testing.TB, name, from, to string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	if err := fs.WalkDir(os.DirFS("testdata/little"), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := os.ReadFile("testdata/little/" + p)
		files[p] = &fstest.MapFile{Data: body}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if name != "" {
		old := string(files[name].Data)
		if !strings.Contains(old, from) {
			t.Fatalf("%s has no %q", name, from)
		}
		files[name].Data = []byte(strings.Replace(old, from, to, 1))
	}
	return files
}

// TestRefused gives books that are not taken, with the file and the reason.
func TestRefused(t *testing.T) {
	const col, m2 = "collections/little.collection.xml", "modules/m2/index.cnxml"
	for _, c := range []struct{ name, from, to, want string }{
		{m2, "<document", `<!DOCTYPE d [<!ENTITY a "b">]><document`, m2 + ": has a DOCTYPE"},
		{m2, "wool is wet", "&wool;", m2 + ": is not XML"},
		{m2, "wool is wet", "</b>", m2 + ": is not XML"},
		{m2, "wool is wet", strings.Repeat("<a>", 100), m2 + ": is more than 64 elements deep"},
		{m2, "wool is wet", strings.Repeat("<a/>", 100_000), m2 + ": has more than 200000 pieces"},
		{m2, "wool is wet", strings.Repeat("wool ", 1<<20), m2 + ": is longer than 4 MiB"},
		{m2, "wool is wet", strings.Repeat("wool ", 10_000), m2 + ": has one paragraph or table of more than 40 KiB"},
		{m2, "<title>How Wool Felts</title>", "", m2 + ": is no CNXML document with a title"},
		{col, `document="m2"`, `document="m3"`, "modules/m3/index.cnxml: is missing"},
		{col, `document="m2"`, `document="../m3"`, col + `: module "../m3": must be`},
		{col, `document="m2"`, `document="m1"`, col + `: module "m1": is there twice`},
		{col, "licenses/by/4.0", "licenses/by-nc-sa/4.0", col + `: md:license is CC-BY-NC-SA-4.0, and LICENSE begins with "Attribution 4.0 International"`},
		{col, "creativecommons.org", "example.org", col + ": md:license"},
		{col, "<md:slug>", "<md:slug>../", col + ": md:slug"},
		{col, "<md:language>en", "<md:language>English!", col + ": md:language"},
	} {
		_, _, err := Read(little(t, c.name, c.from, c.to))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.30s: got %v, want %s", c.to, err, c.want)
		}
	}
	if _, _, err := Read(fstest.MapFS{"a.md": {}}); err == nil {
		t.Error("no book at all is taken")
	}
}

// TestArchiveOfRepository reads a book one folder down, as archives have it.
func TestArchiveOfRepository(t *testing.T) {
	files := fstest.MapFS{}
	for name, f := range little(t, "", "", "").(fstest.MapFS) {
		files["osbooks-little-0c1d/"+name] = f
	}
	if c, _, err := Read(files); err != nil || len(c.Modules) != 2 || !Is(files) {
		t.Errorf("%v, %v", c, err)
	}
}

// TestPictures takes a picture that lies beside the book.
func TestPictures(t *testing.T) {
	files := little(t, "", "", "").(fstest.MapFS)
	files["media/lens.png"] = &fstest.MapFile{Data: []byte("\x89PNG\r\n\x1a\n...")}
	c, report, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	if c.Files["pictures/lens.png"] == nil || report.Drawn["image"] != 1 || !strings.Contains(c.Modules[1].Lessons[0].Body["en"], "![Wool under a lens.](pictures/lens.png)") {
		t.Errorf("the picture is not in the course: %v", report)
	}
}

// FuzzRead changes a document: what is taken has every element in its report, and
// every letter in its lessons.
func FuzzRead(f *testing.F) {
	text, err := os.ReadFile("testdata/little/modules/m2/index.cnxml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("<document xmlns='http://cnx.rice.edu/cnxml'><title>a</title><content>x<para>*<emphasis>a<emphasis> </emphasis></emphasis>b</para><row>y</row></content></document>")
	files := little(f, "", "", "").(fstest.MapFS)
	f.Fuzz(func(t *testing.T, text string) {
		files["modules/m2/index.cnxml"] = &fstest.MapFile{Data: []byte(text)}
		c, report, err := Read(files)
		if err != nil {
			return
		}
		elements, words := map[string]int{}, map[string]int{}
		count(t, []byte(text), elements, words)
		count(t, files["modules/m1/index.cnxml"].Data, elements, map[string]int{})
		compareElements(t, report, elements)
		if elements["solution"] == 0 {
			drawn := map[string]int{}
			drawnWords(c.Modules[1], drawn)
			compareLetters(t, drawn, words)
		}
	})
}

// compareLetters is compareWords for texts in which words may touch.
func compareLetters(t *testing.T, drawn, words map[string]int) {
	t.Helper()
	letters := map[rune]int{}
	for sign, list := range map[int]map[string]int{1: words, -1: drawn} {
		for w, n := range list {
			for _, r := range norm.NFKD.String(w) {
				if isWord(r) {
					letters[r] += sign * n
				}
			}
		}
	}
	for r, n := range letters {
		if n > 0 {
			t.Errorf("%q is lost %d times", r, n)
		}
	}
}
