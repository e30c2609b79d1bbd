package certificate_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"agora/certificate"
)

const address = "https://agora.example/verify/7KQ2X9MA3CDW"

func sheet(lang string, rtl bool, heading, name, title string) certificate.Sheet {
	s := certificate.Sheet{Lang: lang, RTL: rtl, Heading: heading, English: "Certificate of attendance", Holder: "Awarded to", Name: name, Subject: "Event", Title: title,
		Facts: []string{"23 November 2026 – 24 November 2026", "412 minutes attended"},
		Feet:  [][2]string{{"Issued by", "Naryn Youth Council"}, {"Issued on", "27 November 2026"}}, Number: "7KQ2-X9MA-3CDW", Check: "Check it", URL: address}
	if lang == "en" {
		s.English = ""
	}
	return s
}

// sheets are of each kind of script.
func sheets() map[string]certificate.Sheet {
	return map[string]certificate.Sheet{
		"latin":    sheet("en", false, "Certificate of attendance", "Nilufar Khan-Østergård", "What a buyer asks first"),
		"cyrillic": sheet("ky", false, "Катышуу күбөлүгү", "Айгүл Өмүрбекова", "Биринчи сатуучулардын эл аралык конференциясы"),
		"arabic":   sheet("ur", true, "شرکت کی سند", "صائمہ رفیق", "خریدار سب سے پہلے کیا پوچھتا ہے"),
		"han":      sheet("zh-Hans", false, "出席证书", "王小明", "第一次跨境销售国际会议"),
		"hindi":    sheet("hi", false, "उपस्थिति प्रमाणपत्र", "आनन्द शर्मा", "पहला अंतरराष्ट्रीय विक्रेता सम्मेलन"),
		"long": sheet("en", false, "Certificate of attendance", strings.Repeat("Wijesekara Jayawardenepura ", 4),
			strings.Repeat("An international conference of first sellers from landlocked countries ", 5)),
	}
}

func draw(t *testing.T, s certificate.Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := certificate.Draw(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool finds a program that looks at papers; without it the test is skipped, or
// fails when every test was asked for.
func tool(t *testing.T, name, pack string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing := "no " + name + ": install the Debian package " + pack
		if os.Getenv("AGORA_TEST_ALL") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	return path
}

func run(t *testing.T, path string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return string(out)
}

func kept(t *testing.T, name string, raw []byte) string {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("AGORA_KEEP_PAPERS"); keep != "" {
		dir = keep
	}
	path := filepath.Join(dir, name+".pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// squeezed gives a text without what a renderer puts between letters.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '\u00a0' || r == '\u200b' {
			return -1
		}
		return r
	}, s)
}

func TestACertificateIsOnePageInEveryScript(t *testing.T) {
	for name, s := range sheets() {
		pdf := draw(t, s)
		if !bytes.Equal(pdf, draw(t, s)) {
			t.Errorf("%s: written twice it differs", name)
		}
		if n := bytes.Count(pdf, []byte("/Type/Page/")); n != 1 || len(pdf) > 200<<10 {
			t.Errorf("%s: %d pages, %d bytes", name, n, len(pdf))
		}
	}
}

// TestTheSignedFileGoesWithThePaper asks a reader of papers for what is attached.
func TestTheSignedFileGoesWithThePaper(t *testing.T) {
	s := sheet("en", false, "Certificate of attendance", "Nilufar", "What a buyer asks first")
	if _, err := certificate.Unbake(draw(t, s)); err == nil {
		t.Error("there is one where none was attached")
	}
	s.Badge = []byte(`{"id":"urn:uuid:1","name":"(first) <sale>"}`)
	pdf := draw(t, s)
	if got, err := certificate.Unbake(pdf); err != nil || !bytes.Equal(got, s.Badge) {
		t.Errorf("%s %v", got, err)
	}
	detach := tool(t, "pdfdetach", "poppler-utils")
	path := kept(t, "attached", pdf)
	out := path + ".json"
	if list := run(t, detach, "-list", path); !strings.Contains(list, "certificate.json") {
		t.Errorf("its files: %s", list)
	}
	run(t, detach, "-save", "1", "-o", out, path)
	if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, s.Badge) {
		t.Errorf("saved: %s %v", got, err)
	}
}

func TestItsWordsAreFoundInIt(t *testing.T) {
	reader := tool(t, "pdftotext", "poppler-utils")
	for name, s := range sheets() {
		got := squeezed(run(t, reader, "-raw", kept(t, name, draw(t, s)), "-"))
		for _, want := range []string{s.Heading, s.English, s.Name, s.Title, s.Number, s.URL, s.Feet[0][1], s.Facts[1]} {
			if name == "arabic" || name == "hindi" || name == "han" || name == "long" {
				continue // letters in an order of the reader's own, letters that the reader brings, lines
			}
			if !strings.Contains(got, squeezed(want)) {
				t.Errorf("%s: %q is not in it: %q", name, want, got)
			}
		}
		if !strings.Contains(got, s.Number) {
			t.Errorf("%s: its number is not in it", name)
		}
	}
}

func TestItsCodeIsReadBackFromThePage(t *testing.T) {
	render, scan := tool(t, "pdftoppm", "poppler-utils"), tool(t, "zbarimg", "zbar-tools")
	for name, s := range sheets() {
		pdf := kept(t, name, draw(t, s))
		picture := strings.TrimSuffix(pdf, ".pdf")
		run(t, render, "-r", "110", "-png", "-singlefile", pdf, picture)
		if got := strings.TrimSpace(run(t, scan, "--quiet", "--raw", "-S*.disable", "-Sqrcode.enable", picture+".png")); got != address {
			t.Errorf("%s: read as %q", name, got)
		}
	}
}
