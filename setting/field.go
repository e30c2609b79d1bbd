package setting

import (
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Kind is how a setting is put in.
type Kind string

// The kinds.
const (
	Text  Kind = "text"
	Lines Kind = "lines" // several lines of text
	Yes   Kind = "yes"   // "yes" or "no"
	Hours Kind = "hours" // a whole number of hours
)

// Field describes one setting.
type Field struct {
	Key    string
	Kind   Kind
	Secret bool // never shown
	Later  bool // takes effect at the next start

	at    func(*House) any                  // where it lies in House
	check func(value string) (fault string) // "" when it is good; nil takes any text
}

// fields are all settings, in the order of the form.
var fields = []Field{
	{Key: "house_name", Kind: Text, at: func(h *House) any { return &h.Name }, check: checkName},
	{Key: "public_address", Kind: Text, at: func(h *House) any { return &h.Address }, check: checkAddress},
	{Key: "ucp_namespace", Kind: Text, at: func(h *House) any { return &h.Namespace }},
	{Key: "mail_server", Kind: Text, Secret: true, at: func(h *House) any { return &h.MailServer }, check: checkServer},
	{Key: "mail_from", Kind: Text, at: func(h *House) any { return &h.MailFrom }, check: checkSender},
	{Key: "transfer_accounts", Kind: Lines, at: func(h *House) any { return &h.Accounts }, check: checkAccounts},
	{Key: "qr_accounts", Kind: Lines, at: func(h *House) any { return &h.QRAccounts }},
	{Key: "cash_fees", Kind: Lines, at: func(h *House) any { return &h.CashFees }, check: checkFees},
	{Key: "cash_confirm", Kind: Yes, at: func(h *House) any { return &h.CashConfirm }},
	{Key: "cash_deposit", Kind: Text, at: func(h *House) any { return &h.CashDeposit }, check: checkDeposit},
	{Key: "cash_house_returns", Kind: Yes, at: func(h *House) any { return &h.CashReturns }},
	{Key: "cash_no_shows", Kind: Text, at: func(h *House) any { return &h.CashNoShows }, check: checkNoShows},
	{Key: "payme_account", Kind: Text, Secret: true, at: func(h *House) any { return &h.Payme }, check: checkParts(2)},
	{Key: "click_account", Kind: Text, Secret: true, at: func(h *House) any { return &h.Click }, check: checkParts(3)},
	{Key: "hosted_account", Kind: Text, Secret: true, at: func(h *House) any { return &h.Hosted }, check: checkHosted},
	{Key: "payout_accounts", Kind: Lines, at: func(h *House) any { return &h.PayoutFrom }, check: checkAccounts},
	{Key: "payout_minimum", Kind: Lines, at: func(h *House) any { return &h.PayoutMin }, check: checkFees},
	{Key: "payout_alone", Kind: Lines, at: func(h *House) any { return &h.PayoutOne }, check: checkFees},
	{Key: "rate_fetch", Kind: Text, at: func(h *House) any { return &h.RateFetch }},
	{Key: "rate_banks", Kind: Lines, at: func(h *House) any { return &h.RateBanks }},
	{Key: "rate_pivot", Kind: Text, at: func(h *House) any { return &h.RatePivot }, check: checkPivot},
	{Key: "rate_days", Kind: Text, at: func(h *House) any { return &h.RateDays }, check: checkRateDays},
	{Key: "rate_spread", Kind: Lines, at: func(h *House) any { return &h.RateSpread }, check: checkSpread},
	{Key: "translate_address", Kind: Text, at: func(h *House) any { return &h.TranslateAt }, check: checkTranslator},
	{Key: "translate_key", Kind: Text, Secret: true, at: func(h *House) any { return &h.TranslateBy }},
	{Key: "debt_days", Kind: Text, at: func(h *House) any { return &h.DebtDays }, check: checkDebtDays},
	{Key: "late_days", Kind: Text, at: func(h *House) any { return &h.LateDays }, check: checkLateDays},
	{Key: "live_ports", Kind: Text, Later: true, at: func(h *House) any { return &h.LiveAt }, check: checkLivePorts},
	{Key: "live_address", Kind: Text, Later: true, at: func(h *House) any { return &h.LiveIP }, check: checkLiveAddress},
	{Key: "live_people", Kind: Text, Later: true, at: func(h *House) any { return &h.LiveMost }, check: checkLivePeople},
	{Key: "live_hold", Kind: Text, at: func(h *House) any { return &h.LiveHeld }, check: checkLiveHold},
	{Key: "recording_days", Kind: Text, at: func(h *House) any { return &h.RecordingsFor }, check: checkRecordingDays},
	{Key: "live_relay", Kind: Text, Secret: true, Later: true, at: func(h *House) any { return &h.LiveRelay }, check: checkLiveRelay},
	{Key: "live_outside", Kind: Text, Secret: true, Later: true, at: func(h *House) any { return &h.LiveOutside }, check: checkLiveOutside},
	{Key: "behind_proxy", Kind: Yes, Later: true, at: func(h *House) any { return &h.Proxy }},
	{Key: "deadline_pay", Kind: Hours, Later: true, at: func(h *House) any { return &h.Pay }},
	{Key: "deadline_accept", Kind: Hours, Later: true, at: func(h *House) any { return &h.Accept }},
	{Key: "deadline_ship", Kind: Hours, Later: true, at: func(h *House) any { return &h.Ship }},
	{Key: "deadline_transit", Kind: Hours, Later: true, at: func(h *House) any { return &h.Transit }},
	{Key: "deadline_object", Kind: Hours, Later: true, at: func(h *House) any { return &h.Object }},
	{Key: "claim_days", Kind: Text, Later: true, at: func(h *House) any { return &h.ClaimDays }, check: checkClaimDays},
}

func defaults() House {
	const day = 24 * time.Hour
	return House{Name: "Agora", MailFrom: "agora@localhost", CashConfirm: true, CashNoShows: "2 180", RatePivot: "USD", RateDays: "4", DebtDays: "7 21 45", LateDays: "3 14", LiveAt: "7882-7889", LiveMost: "250", RecordingsFor: "0", LiveHeld: "10",
		Pay: 2 * day, Accept: 3 * day, Ship: 14 * day, Transit: 45 * day, Object: 3 * day,
		ClaimDays: "answer 3, agree 16, send_back 10, transit 45, replace 14, arbitrate 60, appeal 7"}
}

func known(key string) bool {
	for _, f := range fields {
		if f.Key == key {
			return true
		}
	}
	return false
}

// set puts a value in; it gives the key of the fault when it is not good.
func (f Field) set(h *House, value string) string {
	if f.check != nil {
		if key := f.check(value); key != "" {
			return key
		}
	}
	switch p := f.at(h).(type) {
	case *string:
		if f.Secret && value == "none" {
			value = ""
		}
		*p = value
	case *bool:
		if value != "yes" && value != "no" {
			return "fault.setting_yes_no"
		}
		*p = value == "yes"
	case *time.Duration:
		const most = 365 * 24
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > most {
			return "fault.setting_hours"
		}
		*p = time.Duration(n) * time.Hour
	}
	return ""
}

func (f Field) show(h *House) string {
	switch p := f.at(h).(type) {
	case *bool:
		if *p {
			return "yes"
		}
		return "no"
	case *time.Duration:
		return strconv.Itoa(int(*p / time.Hour))
	case *string:
		return *p
	}
	return ""
}

func checkName(v string) string {
	if v == "" {
		return "fault.required"
	}
	if len(v) > 120 || strings.ContainsAny(v, "\r\n") {
		return "fault.setting_name"
	}
	return ""
}

func checkAddress(v string) string {
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return "fault.setting_address"
	}
	return ""
}

func checkServer(v string) string {
	if v == "none" { // a secret given empty stays as it is; this takes it away
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return "fault.setting_server"
	}
	return ""
}

func checkSender(v string) string {
	if _, err := mail.ParseAddress(v); err != nil {
		return "fault.setting_sender"
	}
	return ""
}
