package market

// Shop is one seller's shop with all it sells.
type Shop struct {
	Handle       string     `json:"handle"`
	Name         string     `json:"name"`
	Country      string     `json:"country"` // ISO 3166-1 alpha-2
	City         string     `json:"city"`    // in English, for cards; Origin has the written form
	Currency     string     `json:"currency"`
	OwnLanguage  string     `json:"own_language"` // every text of the shop is there in it
	Languages    []string   `json:"languages"`    // what the shop answers in, best first
	Tagline      Text       `json:"tagline"`
	Story        Text       `json:"story"`
	Owner        Owner      `json:"owner"`
	Face         Face       `json:"face"`
	HandlingDays int        `json:"handling_days"` // from order to post office
	ReturnsDays  int        `json:"returns_days"`
	Origin       Address    `json:"origin"`
	Payout       string     `json:"payout"` // invented account, as the owner would write it
	Delivery     []Delivery `json:"delivery"`
	Products     []Product  `json:"-"` // from products/HANDLE.json
}

// Owner is the person behind a shop.
type Owner struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	Phone string `json:"phone"`
}

// Face is the star that stands for a shop. Tint is "turq", "lapis", "pome" or
// "saff".
type Face struct {
	Initials string `json:"initials"`
	Tint     string `json:"tint"`
}

// Delivery is one way a shop sends a parcel.
type Delivery struct {
	Key      string   `json:"key"`
	Carrier  string   `json:"carrier"`
	Name     Text     `json:"name"`
	Service  string   `json:"service"` // "post", "courier" or "pickup"
	To       []string `json:"to"`      // country codes, Everywhere or Domestic
	DaysMin  int      `json:"days_min"`
	DaysMax  int      `json:"days_max"`
	Incoterm string   `json:"incoterm"` // "DDP": duty is paid at checkout; "DAP": the buyer pays at the border
	Tracked  bool     `json:"tracked"`
	Steps    []Step   `json:"steps"` // rising; a heavier parcel cannot go this way
	Table    string   `json:"table"` // key of the carrier whose prices and days count instead
}

// Step is the freight of a packed weight up to UpToG grams, in the shop's
// currency.
type Step struct {
	UpToG int    `json:"up_to_g"`
	Price string `json:"price"` // plain decimal
}

// Reaches reports whether this way of a shop in home goes to the country.
func (d Delivery) Reaches(home, country string) bool {
	for _, to := range d.To {
		switch {
		case to == country,
			to == Domestic && country == home,
			to == Everywhere && country != home:
			return true
		}
	}
	return false
}
