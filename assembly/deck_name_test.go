package assembly

import (
	"strings"
	"testing"
)

func TestNamesOfFiles(t *testing.T) {
	for in, want := range map[string]string{
		"Talk.pdf": "Talk.pdf", "../../etc/passwd": "passwd", `C:\a\b.pdf`: "b.pdf", "a\r\n\u202eb\".pdf": "ab.pdf", "": "file", "..": "file", "Доклад о ценах.pdf": "Доклад о ценах.pdf",
		strings.Repeat("ж", 200) + ".pdf": strings.Repeat("ж", maxName-4) + ".pdf", "a\xff.pdf": "a.pdf",
	} {
		if got := fileName(in); got != want {
			t.Errorf("%q is called %q", in, got)
		}
	}
}
