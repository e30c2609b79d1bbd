package relief

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"agora/catalog"
)

// pastFiles go with the notice of their licence.
//
//go:embed getusppe
var pastFiles embed.FS

// PastItem is an item of GetUsPPE.
type PastItem struct {
	Code string // as an item of a crisis has it: "nitrile-gloves"
	Name string // in English
	Unit Unit
	Each int64  // units in what was counted: pairs in a box of gloves
	Pack string // what was counted, "Box of 100"; "" for units
	Most int64  // more units than this in one line are a mistake until a person says no
}

// Item gives it as an item of a crisis.
func (p PastItem) Item(crisis CrisisID) Item {
	i := Item{Crisis: crisis, Code: p.Code, Sort: Sort{Name: catalog.Texts{"en": p.Name}, Unit: p.Unit, Most: p.Most}}
	if p.Each > 1 {
		i.Packs = []Pack{{p.Pack, p.Each}}
	}
	return i
}

// PastPlace is a kind of facility of GetUsPPE.
type PastPlace struct {
	Code string
	Name string // in English
	Base string // medical, school or other
}

// PastItems are all items of GetUsPPE.
func PastItems() []PastItem { return slices.Clone(pastItems()) }

// PastPlaces are all kinds of facility of GetUsPPE.
func PastPlaces() (list []PastPlace) {
	for _, row := range pastTable("lookup_facility_type.csv") {
		list = append(list, PastPlace{Code: row["enumcode"], Name: row["name"], Base: row["basetype"]})
	}
	return list
}

// pastItem finds an item by its code of GetUsPPE.
func pastItem(code string) (PastItem, bool) {
	list := pastItems()
	i := slices.IndexFunc(list, func(p PastItem) bool { return p.Code == pastCode(code) })
	if i < 0 {
		return PastItem{}, false
	}
	return list[i], true
}

// pastCode writes a code with hyphens.
func pastCode(code string) string { return strings.ReplaceAll(code, "_", "-") }

// reported are the words of GetUsPPE for what it reports in.
var reported = map[string]Unit{"pieces": "piece", "pairs": "pair", "packages": "box", "Liters": "litre"}

// pastItems reads both tables of items once; they are part of the program, so a fault in
// them is ours.
var pastItems = sync.OnceValue(func() (list []PastItem) {
	most := map[string]int64{}
	for _, row := range pastTable("bounds.csv") {
		most[row["enumcode"]] = pastNumber(row["most"])
	}
	for _, row := range pastTable("lookup_equipment_type.csv") {
		i := PastItem{Code: pastCode(row["enumcode"]), Name: row["name"], Pack: row["unitOfMeasure"],
			Each: pastNumber(row["reportMultiplier"]), Most: most[row["enumcode"]]}
		var known bool
		if i.Unit, known = reported[i.Pack]; !known {
			i.Unit = reported[row["reportunit"]]
		}
		list = append(list, i)
	}
	return list
})

// pastStates gives the code of each spelling of a state, once.
var pastStates = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	for _, row := range pastTable("states.csv") {
		for _, spelling := range append(strings.Split(row["spellings"], ";"), row["code"], row["name"]) {
			if spelling != "" {
				codes[folded(spelling)] = row["code"]
			}
		}
	}
	return codes
})

// folded leaves out what does not tell states apart: capitals, points and spaces around.
func folded(state string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(state, ".", ""))), " ")
}

// pastTable reads one table by the names of its columns.
func pastTable(file string) (list []map[string]string) {
	body, err := pastFiles.Open("getusppe/" + file)
	if err != nil {
		panic(err)
	}
	rows, err := csv.NewReader(body).ReadAll()
	if err != nil {
		panic(fmt.Errorf("relief: %s: %w", file, err))
	}
	for _, cells := range rows[1:] {
		row := map[string]string{}
		for i, name := range rows[0] {
			row[name] = cells[i]
		}
		list = append(list, row)
	}
	return list
}

func pastNumber(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		panic(fmt.Errorf("relief: %q is no number of units", s))
	}
	return n
}
