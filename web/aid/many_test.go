package aid

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"agora/db"
)

// TestTheDeskHasRoomForFiveThousandPlaces keeps the page small with all the places that a
// crisis may have; one is found by its name in either alphabet, and packed for.
func TestTheDeskHasRoomForFiveThousandPlaces(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	crisis := strings.TrimPrefix(desk, "/aid/")
	o.does("", "/relief/"+crisis+"/pledge", "item", o.option("", "/relief/"+crisis+"/pledge", "Masks"), "units", "500", "donor", "Open Door", "place", "Osh", "contact", "+996")
	pledge := o.hidden(desk, "pledge")
	o.does("sends", desk+"/pledges", "pledge", pledge, "take", "1")
	if err := o.d.Write(t.Context(), func(tx *db.Tx) error {
		for n := range 4990 {
			name := fmt.Sprintf("Health house %d", n)
			if n == 4321 {
				name = "Сельский дом здоровья Чубек"
			}
			if _, err := tx.Exec("INSERT INTO relief_facilities (crisis_id, facility_id, state, kind, doc) VALUES ($1, $2, 'verified', 'clinic', $3)", crisis, tx.ID(),
				fmt.Sprintf(`{"name":%q,"country":"TJ","town":"Hamadoni"}`, name)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if r := o.get("sends", desk); r.status != http.StatusOK || len(r.body) > 64<<10 {
		t.Errorf("%d, %d bytes", r.status, len(r.body))
	}
	body := o.get("sends", desk+"?to=chubek").body
	found := regexp.MustCompile(`<option value="(\d+)"[^>]*>Сельский`).FindStringSubmatch(body)
	if found == nil || strings.Contains(body, "Health house") {
		t.Fatal("it is not found by the other alphabet, or not alone")
	}
	r := o.post("sends", desk+"/pledges", "send", "1", "pledge", pledge, "facility", found[1], "number", "CN-1", "packages", "0")
	if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="`+found[1]+`" selected`) || len(r.body) > 64<<10 {
		t.Errorf("refused: %d, %d bytes, or the choice is lost", r.status, len(r.body))
	}
	o.does("sends", desk+"/pledges", "send", "1", "pledge", pledge, "facility", found[1], "number", "CN-1", "packages", "1")
}
