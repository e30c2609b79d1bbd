package customs

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

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
	cmd := exec.CommandContext(t.Context(), path, args...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", path, err, problems.String())
	}
	return string(out)
}

func kept(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheBarCodeIsReadBackFromThePage(t *testing.T) {
	render, scan := tool(t, "pdftoppm", "poppler-utils"), tool(t, "zbarimg", "zbar-tools")
	for _, number := range []string{"RR473124801CN", "RR473362372KG", "RR473441565PK", "CP473520759RU", "AB-1234-5"} {
		s := samples()["pk"]
		s.Number = number
		for _, k := range []Kind{CN22, CN23} {
			pdf := kept(t, drawn(t, s.Sheet(k)))
			run(t, render, "-r", "150", "-gray", "-png", "-singlefile", pdf, strings.TrimSuffix(pdf, ".pdf"))
			got := strings.TrimSpace(run(t, scan, "--quiet", "-S*.disable", "-Scode128.enable", strings.TrimSuffix(pdf, ".pdf")+".png"))
			if got != "CODE-128:"+number {
				t.Errorf("%s on %s is read as %q", number, k, got)
			}
		}
	}
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

func TestTheTextOfAPaperIsFoundInIt(t *testing.T) {
	reader := tool(t, "pdftotext", "poppler-utils")
	s := samples()["pk"]
	for _, sheet := range append(s.Sheets(), s.Sheet(CN23)) {
		got := squeezed(run(t, reader, "-layout", kept(t, drawn(t, sheet)), "-"))
		plain := squeezed(run(t, reader, "-raw", kept(t, drawn(t, sheet)), "-"))
		for _, want := range []string{"AG-7KQ2X9M/1", "Felt", "Войлочные", "Greentea", "640520"} {
			if !strings.Contains(got, want) && !strings.Contains(plain, want) {
				t.Errorf("%s lacks %q:\n%s", sheet.Kind, want, got)
			}
		}
		if strings.Contains(got, "…") {
			t.Errorf("%s: a text is cut:\n%s", sheet.Kind, got)
		}
	}
}

func TestNothingIsCutInAnyScript(t *testing.T) {
	reader := tool(t, "pdftotext", "poppler-utils")
	for name, s := range samples() {
		s.Lines[0].Description["en"] = strings.Repeat("A long name of a thing that a careful seller wrote ", 6)
		for n := range 40 {
			l := s.Lines[1]
			l.SKU = fmt.Sprint("K", n)
			s.Lines = append(s.Lines, l)
		}
		for _, sheet := range append(s.Sheets(), s.Sheet(CN22)) {
			got := run(t, reader, kept(t, drawn(t, sheet)), "-")
			if strings.Contains(got, "…") || !strings.Contains(got, "090210") {
				t.Errorf("%s %s: a text is cut, or lost:\n%s", name, sheet.Kind, got)
			}
		}
	}
}
