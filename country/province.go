package country

// province is a part of a country that people choose from a list: its value as
// it is kept and printed, in Latin script, and its names in other languages.
type province struct {
	value string
	names map[string]string
}

// provinces are of countries with few of them, whose addresses people begin
// with the province. The names were written for Agora.
var provinces = map[Code][]province{
	"PK": {
		{"Punjab", map[string]string{"ur": "پنجاب", "ru": "Пенджаб"}},
		{"Sindh", map[string]string{"ur": "سندھ", "ru": "Синд"}},
		{"Khyber Pakhtunkhwa", map[string]string{"ur": "خیبر پختونخوا", "ru": "Хайбер-Пахтунхва"}},
		{"Balochistan", map[string]string{"ur": "بلوچستان", "ru": "Белуджистан"}},
		{"Gilgit-Baltistan", map[string]string{"ur": "گلگت بلتستان", "ru": "Гилгит-Балтистан"}},
		{"Azad Kashmir", map[string]string{"ur": "آزاد کشمیر", "ru": "Азад-Кашмир"}},
		{"Islamabad", map[string]string{"ur": "اسلام آباد", "ru": "Исламабад"}},
	},
}

// Provinces lists the values of the provinces that people choose from; nil
// where they write them freely.
func (c Country) Provinces() []string {
	var values []string
	for _, p := range provinces[c.Code] {
		values = append(values, p.value)
	}
	return values
}

// ProvinceName gives the name of a province in a language, and the value itself
// where nothing else is known.
func (c Country) ProvinceName(value, lang string) string {
	for _, p := range provinces[c.Code] {
		if n := p.names[lang]; p.value == value && n != "" {
			return n
		}
	}
	return value
}
