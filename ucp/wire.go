package ucp

import "encoding/json"

// Version is the version of the protocol that is spoken here.
const Version = "2026-04-08"

// envelope is what stands in "ucp" of every answer.
type envelope struct {
	Version      string                       `json:"version"`
	Status       string                       `json:"status,omitempty"` // "error" where there is nothing to show
	Capabilities map[string][]named           `json:"capabilities,omitempty"`
	Handlers     map[string][]handlerResponse `json:"payment_handlers,omitempty"`
}

// named is a capability by its version.
type named struct {
	Version string `json:"version"`
}

// message tells a platform, or its person, what stands in the way.
type message struct {
	Type         string `json:"type"` // error, warning, info
	Code         string `json:"code,omitempty"`
	Severity     string `json:"severity,omitempty"` // of an error
	Path         string `json:"path,omitempty"`     // RFC 9535
	Content      string `json:"content"`
	Presentation string `json:"presentation,omitempty"`
}

// The severities of an error.
const (
	recoverable   = "recoverable"
	buyerReview   = "requires_buyer_review"
	buyerInput    = "requires_buyer_input"
	unrecoverable = "unrecoverable"
)

func failing(code, path, content string) message {
	return message{Type: "error", Code: code, Severity: recoverable, Path: path, Content: content}
}

// total is one entry of totals, in minor units.
type total struct {
	Type   string      `json:"type"`
	Text   string      `json:"display_text,omitempty"`
	Amount int64       `json:"amount"`
	Lines  []totalLine `json:"lines,omitempty"`
}

type totalLine struct {
	Text   string `json:"display_text"`
	Amount int64  `json:"amount"`
}

// item is the thing of a line: its id is that of a variant.
type item struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	Price int64  `json:"price"`
	Image string `json:"image_url,omitempty"`
}

type lineItem struct {
	ID       string    `json:"id"`
	Item     item      `json:"item"`
	Quantity int64     `json:"quantity"`
	Totals   []total   `json:"totals"`
	Seller   *lineShop `json:"seller,omitempty"` // of our extension
}

type lineShop struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

type link struct {
	Type  string `json:"type"`
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// postal is an address as the protocol writes it.
type postal struct {
	ID       string `json:"id,omitempty"`
	First    string `json:"first_name,omitempty"`
	Last     string `json:"last_name,omitempty"`
	Phone    string `json:"phone_number,omitempty"`
	Street   string `json:"street_address,omitempty"`
	Extended string `json:"extended_address,omitempty"`
	City     string `json:"address_locality,omitempty"`
	Region   string `json:"address_region,omitempty"`
	Postcode string `json:"postal_code,omitempty"`
	Country  string `json:"address_country,omitempty"`
}

type buyer struct {
	First   string          `json:"first_name,omitempty"`
	Last    string          `json:"last_name,omitempty"`
	Email   string          `json:"email,omitempty"`
	Phone   string          `json:"phone_number,omitempty"`
	Consent map[string]bool `json:"consent,omitempty"` // analytics, preferences, marketing, sale_of_data
}

// hints are what a platform knows of a person before she says it.
type hints struct {
	Country     string   `json:"address_country,omitempty"`
	Region      string   `json:"address_region,omitempty"`
	Postcode    string   `json:"postal_code,omitempty"`
	Intent      string   `json:"intent,omitempty"`
	Language    string   `json:"language,omitempty"`
	Currency    string   `json:"currency,omitempty"`
	Eligibility []string `json:"eligibility,omitempty"`
}

type fulfillment struct {
	Methods []method `json:"methods"`
}

type method struct {
	ID           string   `json:"id"`
	Type         string   `json:"type"`
	Lines        []string `json:"line_item_ids"`
	Destinations []postal `json:"destinations,omitempty"`
	Destination  *string  `json:"selected_destination_id,omitempty"`
	Groups       []group  `json:"groups,omitempty"`
}

type group struct {
	ID      string   `json:"id"`
	Lines   []string `json:"line_item_ids"`
	Options []option `json:"options,omitempty"`
	Option  *string  `json:"selected_option_id,omitempty"`
}

type option struct {
	ID          string  `json:"id"`
	Title       string  `json:"title"`
	Description string  `json:"description,omitempty"`
	Carrier     string  `json:"carrier,omitempty"`
	Earliest    string  `json:"earliest_fulfillment_time,omitempty"`
	Latest      string  `json:"latest_fulfillment_time,omitempty"`
	Totals      []total `json:"totals"`
}

type payments struct {
	Instruments []instrument `json:"instruments"`
}

// instrument is a way to pay that was chosen. Its credential is read and never
// written.
type instrument struct {
	ID         string          `json:"id"`
	Handler    string          `json:"handler_id"`
	Type       string          `json:"type"`
	Selected   bool            `json:"selected,omitempty"`
	Display    map[string]any  `json:"display,omitempty"`
	Credential json.RawMessage `json:"-"`
}

type placed struct {
	ID    string `json:"id"`
	Label string `json:"label,omitempty"`
	URL   string `json:"permalink_url"`
}

// checkout is the answer about a checkout or a cart; a cart leaves out what only
// a checkout has.
type checkout struct {
	UCP         envelope     `json:"ucp"`
	ID          string       `json:"id"`
	Status      string       `json:"status,omitempty"`
	Currency    string       `json:"currency"`
	Lines       []lineItem   `json:"line_items"`
	Buyer       *buyer       `json:"buyer,omitempty"`
	Context     *hints       `json:"context,omitempty"`
	Totals      []total      `json:"totals"`
	Discounts   *discounts   `json:"discounts,omitempty"`
	Messages    []message    `json:"messages,omitempty"`
	Links       *[]link      `json:"links,omitempty"`
	Expires     string       `json:"expires_at,omitempty"`
	Continue    string       `json:"continue_url,omitempty"`
	Payment     *payments    `json:"payment,omitempty"`
	Fulfillment *fulfillment `json:"fulfillment,omitempty"`
	Order       *placed      `json:"order,omitempty"`
	Landed      *landedCost  `json:"landed_cost,omitempty"` // of our extension
}

// nothing is the answer when there is no resource to show: exactly this.
type nothing struct {
	UCP      envelope  `json:"ucp"`
	Messages []message `json:"messages"`
	Continue string    `json:"continue_url,omitempty"`
}
