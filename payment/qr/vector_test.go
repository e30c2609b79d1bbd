package qr

import (
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/money"
)

// vectors are codes that libraries which are not ours made or refused.
type vectors struct {
	CRC struct {
		Check struct{ In, Out string }
	} `json:"crc16"`
	EMV []struct {
		Name, Payload, CRC string
		Fields             [][2]string
		Valid              bool
	} `json:"emv_qr"`
	GOST struct {
		Vectors []struct {
			Name, Payload, Must string
			In                  map[string]string
		}
	} `json:"gost_r_56042"`
	UPI []struct {
		In  map[string]string
		URI string
	}
}

// eachVectors runs over our own copy, and over the shared one where there is one.
func eachVectors(t *testing.T, f func(*testing.T, vectors)) {
	for _, path := range []string{"testdata/vectors.json", "../../../shared/data/format-vectors.json"} {
		t.Run(path, func(t *testing.T) {
			text, err := os.ReadFile(path)
			if errors.Is(err, os.ErrNotExist) && path[0] == '.' {
				t.Skip("there is no folder of shared data beside the repository")
			}
			if err != nil {
				t.Fatal(err)
			}
			var v vectors
			if err := json.Unmarshal(text, &v); err != nil {
				t.Fatal(err)
			}
			f(t, v)
		})
	}
}

func TestCodesOfOthers(t *testing.T) {
	eachVectors(t, func(t *testing.T, v vectors) {
		if got := strconv.FormatUint(uint64(crc16(v.CRC.Check.In)), 16); got != "29b1" {
			t.Errorf("check sum %s", got)
		}
		for _, e := range v.EMV {
			c, err := Read(e.Payload)
			if !e.Valid {
				if !errors.Is(err, ErrCRC) {
					t.Errorf("%s: %v", e.Name, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", e.Name, err)
				continue
			}
			var got [][2]string
			for _, i := range append(c.items(), Item{"63", e.CRC}) {
				got = append(got, [2]string{i.Tag, i.Value})
			}
			if d := cmp.Diff(e.Fields, got); d != "" {
				t.Errorf("%s: %s", e.Name, d)
			}
			if text, err := c.Text(); err != nil || text != e.Payload {
				t.Errorf("%s: built %s, %v", e.Name, text, err)
			}
		}
	})
}

func TestOrdersOfOthers(t *testing.T) {
	eachVectors(t, func(t *testing.T, v vectors) {
		for _, e := range v.GOST.Vectors {
			var o Order
			for _, key := range []string{"Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc", "Sum", "LastName", "FirstName"} {
				if e.In[key] == "" {
					continue
				}
				if err := o.set(key, e.In[key]); err != nil {
					t.Fatal(err)
				}
			}
			text, err := o.Text()
			if e.Must != "" {
				if err == nil {
					t.Errorf("%s: built %s", e.Name, text)
				}
				continue
			}
			if err != nil || text != e.Payload {
				t.Errorf("%s:\n%s, %v\n%s", e.Name, text, err, e.Payload)
			}
			if back, err := ReadOrder(e.Payload); err != nil || cmp.Diff(o, back) != "" {
				t.Errorf("%s: %v %s", e.Name, err, cmp.Diff(o, back))
			}
		}
	})
}

func TestLinksOfOthers(t *testing.T) {
	eachVectors(t, func(t *testing.T, v vectors) {
		for _, e := range v.UPI {
			am, err := money.Parse(e.In["am"], "INR")
			want := Link{Address: e.In["pa"], Name: e.In["pn"], Category: e.In["mc"], Ref: e.In["tr"], Note: e.In["tn"], Amount: am}
			got, err2 := ReadLink(e.URI)
			if err != nil || err2 != nil || got != want {
				t.Errorf("%+v, %v, want %+v", got, err2, want)
			}
			text, err := want.Text()
			if back, err2 := ReadLink(text); err != nil || err2 != nil || back != want {
				t.Errorf("%s: %+v, %v %v", text, back, err, err2)
			}
		}
	})
}
