package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agora/demo"
	"agora/node"
)

// agora runs a command on a folder and gives what it wrote and its exit code.
func agora(t *testing.T, folder string, args ...string) (out, errOut string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"--data", folder}, args...), strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

func fillDemo(t *testing.T, folder string) {
	t.Helper()
	n, err := node.Open(t.Context(), node.Settings{Data: folder, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if _, err := demo.Fill(t.Context(), demoParts(n)); err != nil {
		t.Fatal(err)
	}
}

// TestCatalogueGoesInAndOut imports into a shop of the demo, dry and for good,
// and sees that an export reads back to the same state.
func TestCatalogueGoesInAndOut(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "demo")
	fillDemo(t, folder)
	file := filepath.Join(t.TempDir(), "in.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Status\n" +
		"new-rug,New rug,Size,Small,NR-S,900,3,4500.00,active\nnew-rug,,,Large,NR-L,1900,2,8200.00,\n")
	before, _, _ := agora(t, folder, "export", "catalog", "--shop", "felt")
	out, errOut, code := agora(t, folder, "import", "catalog", "--shop", "felt", "--dry-run", file)
	if code != 0 || !strings.Contains(out, "would import 1 products with 2 variants into Ak-Kiyiz (shopify)") {
		t.Fatalf("dry run: %d %s%s", code, out, errOut)
	}
	if now, _, _ := agora(t, folder, "export", "catalog", "--shop", "felt"); now != before {
		t.Error("a dry run changed something")
	}
	if out, errOut, code = agora(t, folder, "import", "catalog", "--shop", "felt", file); code != 0 || !strings.Contains(out, "imported 1 products") {
		t.Fatalf("import: %d %s%s", code, out, errOut)
	}
	after, _, _ := agora(t, folder, "export", "catalog", "--shop", "felt")
	if strings.Count(after, "new-rug") < 2 {
		t.Errorf("the rug is not in the export: %.300s", after)
	}
	write(after)
	if out, errOut, code = agora(t, folder, "import", "catalog", "--shop", "felt", file); code != 0 || !strings.Contains(out, "(agora)") {
		t.Fatalf("import of the export: %d %s%s", code, out, errOut)
	}
	if again, _, _ := agora(t, folder, "export", "catalog", "--shop", "felt"); again != after {
		t.Error("an export read back is another state")
	}
	write("Handle,Title,Variant Price\nrug,Rug,much\n")
	if _, errOut, code = agora(t, folder, "import", "catalog", "--shop", "felt", file); code != 1 || !strings.Contains(errOut, "in.csv:2: Variant Price: ") || !strings.Contains(errOut, "nothing was imported") {
		t.Errorf("a bad file: %d %s", code, errOut)
	}
	if _, errOut, code = agora(t, folder, "import", "catalog", "--shop", "nowhere", file); code != 1 || !strings.HasPrefix(errOut, "agora: ") {
		t.Errorf("no such shop: %d %s", code, errOut)
	}
}
