package qr

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// example is EMVCo's own: its name in Chinese counts four letters, not bytes.
const example = "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115303156540523.725802CN5914BEST TRANSPORT6007BEIJING62070503***64200002ZH0104最佳运输0202北京"

func TestLengthsCountLetters(t *testing.T) {
	c, err := Read(sealed(example))
	if err != nil || c.Local != (Local{"ZH", "最佳运输", "北京"}) || c.Name != "BEST TRANSPORT" || c.Amount.Minor != 2372 || len(c.Accounts) != 2 {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestReadersAreStrict(t *testing.T) {
	const good = "00020101021129140010devit@abaa5204599953031165802KH5905Devit6010PHNOM PENH"
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":           {"", ErrMissing},
		"wrong sum":         {good + "63047AF1", ErrCRC},
		"sum in small":      {good + "63047af0", ErrCRC},
		"something after":   {good + "63047AF00", ErrMissing},
		"cut off":           {sealed(good[:len(good)-1]), ErrLength},
		"no account":        {sealed("0002010102115204599953031165802KH5905Devit6010PHNOM PENH"), ErrMissing},
		"a tag twice":       {sealed(good + "5905Devit"), ErrTwice},
		"an unknown money":  {sealed(strings.Replace(good, "5303116", "5303999", 1)), ErrValue},
		"no money":          {sealed(strings.Replace(good, "5303116", "", 1)), ErrMissing},
		"a sign before":     {sealed(good + "5402-5"), ErrValue},
		"nothing to pay":    {sealed(good + "54040.00"), ErrValue},
		"three decimals":    {sealed(good + "54051.125"), ErrValue},
		"a long name":       {sealed(strings.Replace(good, "5905Devit", "5926"+strings.Repeat("D", 26), 1)), ErrLength},
		"Khmer in 59":       {sealed(strings.Replace(good, "5905Devit", "5901ក", 1)), ErrLetters},
		"a template's rest": {sealed(good + "62060103AB"), ErrLength},
		"broken UTF-8":      {sealed(good + "62050101\xff"), ErrLetters},
		"no tag":            {sealed(good + "6x05Devit"), ErrFormat},
		"too long":          {sealed(good + strings.Repeat("x", 500)), ErrLength},
	} {
		if _, err := Read(c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for text, want := range map[string]error{
		"http://pay?pa=a@b&pn=C":               ErrFormat,
		"upi://pay?pa=ab&pn=C":                 ErrValue,
		"upi://pay?pa=a@b":                     ErrMissing,
		"upi://pay?pa=a@b&pn=C&pn=D":           ErrTwice,
		"upi://pay?pa=a@b&pn=C&am=1e3":         ErrValue,
		"upi://pay?pa=a@b&pn=C&cu=USD":         ErrValue,
		"upi://pay?pa=a@b&pn=C&evil=1":         ErrUnknown,
		"upi://pay?pa=a@b&pn=%zz":              ErrFormat,
		"upi://pay?pa=a@b&pn=C&tr=" + longName: ErrLength,
	} {
		if _, err := ReadLink(text); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
	const order = "ST00012|Name=A|PersonalAcc=40702810138250123017|BankName=B|BIC=044525225|CorrespAcc=30101810965770000413|"
	for text, want := range map[string]error{
		"ST00022|Name=A":                             ErrFormat,
		"ST00014" + order[7:]:                        ErrFormat,
		order + "Name=B|":                            ErrTwice,
		order + "Sum=-1|":                            ErrValue,
		order + "Sum=0|":                             ErrValue,
		order + "Sum|":                               ErrFormat,
		order + "Purpose=|":                          ErrLength,
		strings.Replace(order, "0445", "445", 1):     ErrValue,
		strings.Replace(order, "|BankName=B", "", 1): ErrMissing,
	} {
		if _, err := ReadOrder(text); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

const longName = "123456789012345678901234567890123456"

func TestOrdersInOldLetters(t *testing.T) {
	for _, text := range []string{
		"ST00011|Name=\xce\xce\xce|PersonalAcc=40702810138250123017|BankName=B|BIC=044525225|CorrespAcc=0",
		"ST00013|Name=\xef\xef\xef|PersonalAcc=40702810138250123017|BankName=B|BIC=044525225|CorrespAcc=0",
	} {
		if o, err := ReadOrder(text); err != nil || o.Name != "ООО" {
			t.Errorf("%q: %+v, %v", text, o, err)
		}
	}
}

func TestNamesAreCutByBytesBetweenLetters(t *testing.T) {
	for _, c := range []struct {
		in   string
		size int
		want string
	}{
		{"Agora", 25, "Agora"},
		{"Базар сумки и ковры", 25, "Базар сумки и"},
		{"បាយ័នអង្គរ", 20, "បាយ័នអ"}, // not between ង and its coeng, nor after it
		{"ក្រមា", 5, ""},                 // nothing fits that is a letter
		{"नमस्ते", 9, "नम"},              // स्ते is one
		{"e\u0301e\u0301", 5, "e\u0301"}, // the mark stays
		{"آگورا بازار", 12, "آگورا"},
		{"ශ්‍රී ලංකා", 15, ""},
		{"最佳运输", 10, "最佳运"},
	} {
		got := Cut(c.in, c.size)
		if got != c.want && c.want != "" || len(got) > c.size || !utf8.ValidString(got) || !strings.HasPrefix(c.in, got) {
			t.Errorf("%q to %d: %q, want %q", c.in, c.size, got, c.want)
		}
	}
}

func TestLatinNames(t *testing.T) {
	for in, want := range map[string]string{
		"Agora": "Agora", "Базар «Ош»": `Bazar "Osh"`, "Şəki Çarşısı": "Saki Carsisi", "Щука": "Shchuka",
		"Oʻzbek": "O'zbek", "آگورا": "", "ភ្នំពេញ": "", "Қазақ": "Qazaq",
	} {
		if got := Latin(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
