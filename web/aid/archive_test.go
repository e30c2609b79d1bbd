package aid

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// unzipped reads the files of an archive.
func (o *office) unzipped(path string) (names []string, texts map[string]string) {
	o.Helper()
	r := o.get("counts", path)
	z, err := zip.NewReader(strings.NewReader(r.body), int64(len(r.body)))
	if r.status != http.StatusOK || err != nil {
		o.Fatalf("%d: %v", r.status, err)
	}
	texts = map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			o.Fatal(err)
		}
		raw, err := io.ReadAll(in)
		if err != nil {
			o.Fatal(err)
		}
		names, texts[f.Name] = append(names, f.Name), string(raw)
	}
	if len(texts) != len(names) {
		o.Errorf("a file is there twice: %v", names)
	}
	return names, texts
}

// TestAWholeCrisisIsOneFile takes a crisis with 697 packages home before it is closed, and
// after: the text beside the lists says of each how many rows it has, and each column.
func TestAWholeCrisisIsOneFile(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	if r := o.manifest("sends", desk+"/consign", packingList(), "number", "=CN-697", "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY"); r.status != http.StatusSeeOther {
		t.Fatal(alert(r.body))
	}
	for _, name := range []string{"", "buyer", "caller"} {
		if r := o.get(name, desk+"/export"); r.status == http.StatusOK {
			t.Errorf("%q reads it", name)
		}
	}
	link := `href="` + desk + `/export"`
	if body := o.get("counts", desk).body; strings.Count(body, link) != 1 || !regexp.MustCompile(`(?s)/close".{0,900}`+link).MatchString(body) {
		t.Error("no link stands beside the button that closes the crisis")
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		names, texts := o.unzipped(desk + "/export?lang=" + lang)
		readme := texts["README.txt"]
		if len(names) != 19 || names[len(names)-1] != "README.txt" || strings.Contains(readme, "relief.") || strings.Contains(readme, "{") {
			t.Errorf("%s: %v\n%s", lang, names, readme)
		}
		for _, column := range []string{"sent", "taken", "lines", "list", "unvalued"} {
			if !strings.Contains(readme, "\r\n"+column+": ") {
				t.Errorf("%s: nothing says what %s is:\n%s", lang, column, readme)
			}
		}
		for name, text := range texts {
			if name == "README.txt" {
				continue
			}
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
			if err != nil || len(rows) < 2 {
				t.Fatalf("%s: %v", name, err)
			}
			if lang == "en" && !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(name)+`: .+\r\nRows: `+commas(len(rows)-2)+`\r\n`+regexp.QuoteMeta(strings.Join(rows[0], ", "))+"\r$").MatchString(readme) {
				t.Errorf("%s is not said to have %d rows and its columns:\n%s", name, len(rows)-2, readme)
			}
		}
		if strings.Count(texts["packages.csv"], "\n") != 697+2 || !strings.Contains(texts["consignments.csv"], "'=CN-697") || strings.Contains(texts["facilities.csv"], "Zarina") {
			t.Errorf("%s", texts["consignments.csv"])
		}
	}
	o.does("sends", desk+"/close")
	if body := o.get("counts", desk).body; strings.Count(body, link) != 1 {
		t.Error("a crisis that is closed has no link")
	}
	o.unzipped(desk + "/export")
}

// commas writes a number as English does.
func commas(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
