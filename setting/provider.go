package setting

import (
	"encoding/base64"
	"net/url"
	"strings"

	"agora/money"
)

// PaymeAccount gives the merchant and the key of the account with Payme; empty
// ones when none is set.
func (h House) PaymeAccount() (merchant, key string) {
	if p := strings.Fields(h.Payme); len(p) == 2 {
		return p[0], p[1]
	}
	return "", ""
}

// ClickAccount gives the account with CLICK; empty texts when none is set.
func (h House) ClickAccount() (service, merchant, key string) {
	if p := strings.Fields(h.Click); len(p) == 3 {
		return p[0], p[1], p[2]
	}
	return "", "", ""
}

// HostedAccount gives the account with a bank's gateway: where its calls begin,
// our key, its currencies apart by commas, and the secrets it signs with, apart
// by spaces; empty texts when none is set.
func (h House) HostedAccount() (address, key, currencies, secrets string) {
	if p := strings.Fields(h.Hosted); len(p) >= 4 {
		return strings.TrimSuffix(p[0], "/"), p[1], p[2], strings.Join(p[3:], " ")
	}
	return "", "", "", ""
}

const badParts = "fault.setting_parts"

// checkParts wants so many words.
func checkParts(n int) func(string) string {
	return func(v string) string {
		if v == "" || v == "none" || len(strings.Fields(v)) == n && len(v) < 500 {
			return ""
		}
		return badParts
	}
}

func checkHosted(v string) string {
	if v == "" || v == "none" {
		return ""
	}
	p := strings.Fields(v)
	if len(p) < 4 || len(p) > 5 || len(v) > 1000 {
		return badParts
	}
	if u, err := url.Parse(p[0]); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" {
		return badParts
	}
	for _, c := range strings.Split(p[2], ",") {
		if !money.Currency(c).Valid() {
			return badParts
		}
	}
	const least = 16 // bytes of a secret
	for _, s := range p[3:] {
		text, ok := strings.CutPrefix(s, "whsec_")
		if key, err := base64.StdEncoding.DecodeString(text); !ok || err != nil || len(key) < least {
			return badParts
		}
	}
	return ""
}

// checkTranslator wants an address that a path may follow.
func checkTranslator(v string) string {
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || len(v) > 300 || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "fault.setting_translator"
	}
	return ""
}
