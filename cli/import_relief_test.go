package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/identity"
	"agora/node"
	"agora/relief"
)

// TestRecordsOfReliefComeIn reads a list twice from the command line: the second time
// nothing of it is new.
func TestRecordsOfReliefComeIn(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "node")
	n, err := node.Open(t.Context(), node.Settings{Data: folder})
	if err != nil {
		t.Fatal(err)
	}
	c, err := n.Relief.Declare(t.Context(), identity.System(), relief.Crisis{Case: relief.Case{Title: catalog.Texts{"en": "2020"}, Countries: []country.Code{"US"}, Began: time.Now()}})
	if err != nil {
		t.Fatal(err)
	}
	n.Close()
	file := filepath.Join(t.TempDir(), "offers.csv")
	if err := os.WriteFile(file, []byte("donorKey,donationkey,equipmentEnum,qty,datecreated,dataSource,stateprovince\nd,o,n95,40,2020-04-29 17:04:31 UTC,Form,Fl\nd,p,n95,-1,2020-04-29 17:04:31 UTC,Form,Fl\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"import", "relief", "--crisis", fmt.Sprint(int64(c.ID)), "offers", file}
	for _, fresh := range []string{"2 of them new", "0 of them new"} {
		if out, errOut, code := agora(t, folder, args...); code != 0 || !strings.Contains(out, "offers: 1 good, 0 parked, 1 refused; "+fresh) || !strings.Contains(out, "1 qty fault.number_range") {
			t.Errorf("%d %s%s", code, out, errOut)
		}
	}
	args[3] = "1"
	if _, errOut, code := agora(t, folder, args...); code != 1 || !strings.HasPrefix(errOut, "agora: ") {
		t.Errorf("no such crisis: %d %s", code, errOut)
	}
}
