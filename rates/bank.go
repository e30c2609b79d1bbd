package rates

import (
	"net/http"
	"strings"
	"time"

	"agora/money"
)

// Bank is a central bank that publishes its rates for machines. Addresses and
// forms are as public programs that read them have them, seen 2026-11-26; none
// was asked for the making of this list.
type Bank struct {
	Key      string // "kg": the country's code in small letters
	Name     string // as a source
	Currency money.Currency

	address string // with {DD.MM.YYYY}, {DD/MM/YYYY} or {YYYY-MM-DD} for the day, {-YYYY-MM-DD} for some days before
	method  string // GET when empty
	ask     string // what a POST sends
	form    string // its type
	header  string // "Name: value" that the bank wants besides; "" for none

	days []string // forms of its dates, as package time writes them
	mark byte     // between units and decimals
	read func(*reading, []byte) error
}

// The forms of dates that banks write; a time of day may follow.
const (
	dotted  = "02.01.2006"
	iso     = "2006-01-02"
	slashed = "02/01/2006"
	turned  = "01/02/2006" // the month first
)

const soapLatest = `<?xml version="1.0" encoding="utf-8"?>` +
	`<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>` +
	`<ExchangeRatesLatest xmlns="http://www.cba.am/"/></soap:Body></soap:Envelope>`

// banks are all whose sheets are read, in the order in which they stand in for
// one another.
var banks = [...]Bank{
	{Key: "ru", Name: "Bank of Russia", Currency: "RUB", address: "https://www.cbr.ru/scripts/XML_daily.asp?date_req={DD/MM/YYYY}", days: []string{dotted, slashed}, mark: ',', read: readValutes},
	{Key: "kz", Name: "National Bank of Kazakhstan", Currency: "KZT", address: "https://nationalbank.kz/rss/get_rates.cfm?fdate={DD.MM.YYYY}", days: []string{dotted}, mark: '.', read: readKazakh},
	{Key: "uz", Name: "Central Bank of Uzbekistan", Currency: "UZS", address: "https://cbu.uz/uz/arkhiv-kursov-valyut/json/all/{YYYY-MM-DD}/", days: []string{dotted}, mark: '.', read: readUzbek},
	{Key: "kg", Name: "National Bank of the Kyrgyz Republic", Currency: "KGS", address: "https://www.nbkr.kg/XML/daily.xml", days: []string{dotted}, mark: ',', read: readKyrgyz},
	{Key: "tj", Name: "National Bank of Tajikistan", Currency: "TJS", address: "https://nbt.tj/ru/kurs/export_xml.php?date={YYYY-MM-DD}&export=xmlout", days: []string{dotted, iso}, mark: ',', read: readValutes},
	{Key: "cn", Name: "China Foreign Exchange Trade System", Currency: "CNY", address: "https://www.chinamoney.com.cn/r/cms/www/chinamoney/data/fx/ccpr.json", days: []string{iso}, mark: '.', read: readChinese},
	{Key: "by", Name: "National Bank of Belarus", Currency: "BYN", address: "https://api.nbrb.by/exrates/rates?periodicity=0", days: []string{iso}, mark: '.', read: readBelarusian},
	{Key: "tr", Name: "Central Bank of Türkiye", Currency: "TRY", address: "https://www.tcmb.gov.tr/kurlar/today.xml", days: []string{dotted, turned}, mark: '.', read: readTurkish},
	{Key: "az", Name: "Central Bank of Azerbaijan", Currency: "AZN", address: "https://www.cbar.az/currencies/{DD.MM.YYYY}.xml", days: []string{dotted}, mark: '.', read: readAzeri},
	{Key: "am", Name: "Central Bank of Armenia", Currency: "AMD", address: "https://api.cba.am/exchangerates.asmx", method: http.MethodPost, ask: soapLatest, form: "text/xml; charset=utf-8",
		header: "SOAPAction: http://www.cba.am/ExchangeRatesLatest", days: []string{iso}, mark: '.', read: readArmenian},
	{Key: "np", Name: "Nepal Rastra Bank", Currency: "NPR", address: "https://www.nrb.org.np/api/forex/v1/rates?page=1&per_page=100&from={-YYYY-MM-DD}&to={YYYY-MM-DD}", days: []string{iso}, mark: '.', read: readNepali},
	{Key: "mn", Name: "Bank of Mongolia", Currency: "MNT", address: "https://www.mongolbank.mn/mn/currency-rates/data?startDate={-YYYY-MM-DD}&endDate={YYYY-MM-DD}", method: http.MethodPost, days: []string{iso}, mark: '.', read: readMongolian},
}

// Banks gives all banks, in their order.
func Banks() []Bank { return banks[:] }

// Find gives the bank of a key.
func Find(key string) (Bank, bool) {
	for _, b := range banks {
		if b.Key == key {
			return b, true
		}
	}
	return Bank{}, false
}

// Address gives where the bank says its rates of a day.
func (b Bank) Address(day time.Time) string {
	return strings.NewReplacer("{DD.MM.YYYY}", day.Format(dotted), "{DD/MM/YYYY}", day.Format(slashed), "{YYYY-MM-DD}", day.Format(iso),
		"{-YYYY-MM-DD}", day.AddDate(0, 0, -fresh).Format(iso)).Replace(b.address)
}
