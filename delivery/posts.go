package delivery

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"

	"agora/country"
)

//go:embed posts.json
var postsFile []byte

// postPages are where posts tell of a number on an address with the number in
// it, as public programs use it (read 2026-11-26). The others' numbers are
// followed on the page of the postal union, where they are typed.
var postPages = map[country.Code]string{
	"RU": "https://www.pochta.ru/tracking#" + Numbered,
	"KZ": "https://post.kz/mail/search/track/" + Numbered + "/detail",
}

// unionPage is the postal union's own page about any S10 number.
const unionPage = "https://globaltracktrace.ptc.post/gtt.web/Search.aspx"

// postLimits are what every post of the union takes as a parcel: 20 kg, and the
// smaller of the two sizes, 1.05 m and 2 m with once around. Many take more to
// some countries; an operator who knows writes it. Read in pages of posts of
// Japan (treasure-japan.com/rates_weight_size.html) and Macao
// (ctt.gov.mo/MacauPost/Contents/ParcelSizeLimit.aspx), 2026-11-26; the union's
// own manual was not read.
var postLimits = Limits{MaxGrams: 20_000, MaxLength: 1_050, MaxGirth: 2_000}

// posts are the national posts of the countries of the market, without prices:
// no source for them was found.
var posts = sync.OnceValue(func() []Carrier {
	var names map[country.Code]string
	if err := json.Unmarshal(postsFile, &names); err != nil {
		panic("delivery: posts.json: " + err.Error()) // the file is part of the program
	}
	var list []Carrier
	for _, c := range country.All() {
		page, ok := postPages[c.Code]
		if !ok {
			page = unionPage
		}
		list = append(list, Carrier{Key: "post-" + lower(c.Code), Name: names[c.Code], Countries: []country.Code{c.Code},
			Pattern: "[A-Z]{2}[0-9]{9}" + c.Post, Page: page, Limits: postLimits, Source: "UPU, 2026-11-26"})
	}
	return slices.Clip(list)
})

func lower(c country.Code) string { return string([]byte{c[0] | 0x20, c[1] | 0x20}) }
